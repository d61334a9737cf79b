import { Controller, Get, Inject, Param, Req, Res } from '@nestjs/common';
import { DepositsService } from '@zenodo-connect/nestjs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Gate, notFound } from '../doors/gate.ts';
import { wantsText } from '../problems/wants-text.ts';
import { Addresses } from './addresses.ts';
import { jobView } from './job-view.ts';
import { nextActionOf } from './next-action.ts';

/** What became of a file. A token sees the jobs of its own route; those of others do not exist for it. */
@Controller('jobs')
export class JobsController {
  readonly #gate: Gate;
  readonly #deposits: DepositsService;
  readonly #addresses: Addresses;

  constructor(@Inject(Gate) gate: Gate, @Inject(DepositsService) deposits: DepositsService, @Inject(Addresses) addresses: Addresses) {
    this.#gate = gate;
    this.#deposits = deposits;
    this.#addresses = addresses;
  }

  @Get(':id')
  async get(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Param('id') id: string): Promise<void> {
    const route = await this.#gate.routeOf(request.raw);
    const job = await this.#deposits.find(id);
    if (!job || job.meta['route'] !== route) throw notFound();
    reply.header('cache-control', 'no-store');
    if (wantsText(request.headers.accept)) {
      await reply
        .type('text/plain; charset=utf-8')
        .send(`${job.state === 'failed' ? 'ERROR' : 'OK'} ${job.id} ${job.state} ${nextActionOf(job)}\n`);
      return;
    }
    await reply.send(jobView(job, this.#addresses.job(job.id)));
  }
}
