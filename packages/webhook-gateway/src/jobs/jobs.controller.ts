import { Controller, Get, Inject, Param, Req, Res } from '@nestjs/common';
import { DepositsService } from '@zenodo-connect/nestjs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Gate, notFound } from '../doors/gate.ts';
import { Collector } from '../intake/collector.ts';
import { Puller } from '../intake/puller.ts';
import { wantsText } from '../problems/wants-text.ts';
import { Addresses } from './addresses.ts';
import { viewBefore } from './before-job.ts';
import { decisionView } from './decision-view.ts';
import { ruleOf } from './decision-writer.ts';
import { DraftDesk } from './draft-desk.ts';
import { jobView } from './job-view.ts';
import { nextActionOf } from './next-action.ts';
import { StopLinks } from './stop-links.ts';

/** What became of a file. A token sees the jobs of its own route; those of others do not exist for it. */
@Controller('jobs')
export class JobsController {
  readonly #gate: Gate;
  readonly #deposits: DepositsService;
  readonly #collector: Collector;
  readonly #puller: Puller;
  readonly #addresses: Addresses;
  readonly #desk: DraftDesk;
  readonly #links: StopLinks;

  constructor(
    @Inject(Gate) gate: Gate,
    @Inject(DepositsService) deposits: DepositsService,
    @Inject(Collector) collector: Collector,
    @Inject(Puller) puller: Puller,
    @Inject(Addresses) addresses: Addresses,
    @Inject(DraftDesk) desk: DraftDesk,
    @Inject(StopLinks) links: StopLinks,
  ) {
    this.#gate = gate;
    this.#deposits = deposits;
    this.#collector = collector;
    this.#puller = puller;
    this.#addresses = addresses;
    this.#desk = desk;
    this.#links = links;
  }

  @Get(':id')
  async get(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Param('id') id: string): Promise<void> {
    const route = await this.#gate.routeOf(request.raw);
    const pull = await this.#puller.find(id);
    const set = await this.#collector.find(pull?.jobId ?? id);
    const job = await this.#deposits.find(set?.gathering.jobId ?? pull?.jobId ?? id);
    reply.header('cache-control', 'no-store');
    const before = job ? undefined : viewBefore(route, this.#addresses.job(id), set, pull);
    if (before) {
      const line = `${before.status === 'failed' ? 'ERROR' : 'OK'} ${id} ${before.status} ${before.next_action}\n`;
      await (wantsText(request.headers.accept) ? reply.type('text/plain; charset=utf-8').send(line) : reply.send(before));
      return;
    }
    if (!job || job.meta['route'] !== route) throw notFound();
    if (wantsText(request.headers.accept)) {
      await reply
        .type('text/plain; charset=utf-8')
        .send(`${job.state === 'failed' ? 'ERROR' : 'OK'} ${job.id} ${job.state} ${nextActionOf(job)}\n`);
      return;
    }
    const decision = ruleOf(job) && job.recordId !== undefined ? await this.#desk.find(job.recordId) : undefined;
    await reply.send({ ...jobView(job, this.#addresses.job(job.id)), ...(decision && decisionView(job, decision, this.#links)) });
  }
}
