import type { IncomingMessage } from 'node:http';
import { Controller, Get, Header, HttpCode, type MessageEvent, NotFoundException, Param, Post, Req, Sse } from '@nestjs/common';
import { DepositsService } from '@zenodo-connect/nestjs';
import type { Observable } from 'rxjs';
import { type DatasetStatus, DatasetsService } from './datasets.service.ts';
import { page } from './page.ts';

/** Express hands out Node's request, Fastify one that has it. */
type AnyRequest = IncomingMessage | { readonly raw: IncomingMessage };

@Controller()
export class DatasetsController {
  readonly #datasets: DatasetsService;
  readonly #deposits: DepositsService;

  constructor(datasets: DatasetsService, deposits: DepositsService) {
    this.#datasets = datasets;
    this.#deposits = deposits;
  }

  /** A form, and below it what becomes of what was sent. */
  @Get()
  @Header('content-type', 'text/html; charset=utf-8')
  page(): string {
    return page;
  }

  /** A form with the fields "title" and "creator" and any number of files. 202: all of it is on disk, and will be published. */
  @Post('datasets/:dataset')
  @HttpCode(202)
  async take(@Param('dataset') dataset: string, @Req() request: AnyRequest) {
    const { id, state, nextAction } = await this.#datasets.take(dataset, 'raw' in request ? request.raw : request);
    return { job: id, state, nextAction, progress: `/jobs/${id}/progress` };
  }

  @Get('datasets/:dataset')
  async status(@Param('dataset') dataset: string): Promise<readonly DatasetStatus[]> {
    const versions = await this.#datasets.statusOf(dataset);
    if (versions.length === 0) throw new NotFoundException(`There is no dataset "${dataset}" here; send it first.`);
    return versions;
  }

  /** Server-sent events, from wherever the deposit runs, until nothing more happens. */
  @Sse('jobs/:job/progress')
  async progress(@Param('job') job: string): Promise<Observable<MessageEvent>> {
    // Asked before the stream begins, after which there is no status to answer with.
    if (!(await this.#deposits.find(job))) throw new NotFoundException(`There is no deposit "${job}".`);
    return this.#deposits.sse(job);
  }
}
