import { setTimeout } from 'node:timers/promises';
import { Controller, Get, Inject, Param, Req, Res } from '@nestjs/common';
import { DepositsService } from '@zenodo-connect/nestjs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { EventStreams } from '../api/event-streams.ts';
import { Gate, notFound } from '../doors/gate.ts';
import { Collector } from '../intake/collector.ts';
import { Puller } from '../intake/puller.ts';
import { wantsText } from '../problems/wants-text.ts';
import { visible } from '../telemetry/visible.ts';
import { Addresses } from './addresses.ts';
import { viewBefore } from './before-job.ts';
import { decisionView } from './decision-view.ts';
import { ruleOf } from './decision-writer.ts';
import { DraftDesk } from './draft-desk.ts';
import { jobView } from './job-view.ts';
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
  readonly #streams: EventStreams;
  #waiting = 0;

  constructor(
    @Inject(Gate) gate: Gate,
    @Inject(DepositsService) deposits: DepositsService,
    @Inject(Collector) collector: Collector,
    @Inject(Puller) puller: Puller,
    @Inject(Addresses) addresses: Addresses,
    @Inject(DraftDesk) desk: DraftDesk,
    @Inject(StopLinks) links: StopLinks,
    @Inject(EventStreams) streams: EventStreams,
  ) {
    this.#gate = gate;
    this.#deposits = deposits;
    this.#collector = collector;
    this.#puller = puller;
    this.#addresses = addresses;
    this.#desk = desk;
    this.#links = links;
    this.#streams = streams;
  }

  /** `Prefer: wait=20` answers when the job has come to another state, or when so many seconds are over. */
  @Get(':id')
  async get(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Param('id') id: string): Promise<void> {
    const route = await this.#gate.routeOf(request.raw);
    let view = await this.#view(route, id);
    const wait = waitOf(request.headers['prefer']);
    if (wait !== undefined && this.#waiting < mostWaiting) {
      reply.header('preference-applied', `wait=${wait}`);
      view = await this.#changed(view, () => this.#view(route, id), { until: Date.now() + wait * 1_000, request });
    }
    reply.header('cache-control', 'no-store');
    if (wantsText(request.headers.accept)) {
      const line = `${view.status === 'failed' ? 'ERROR' : 'OK'} ${id} ${view.status} ${visible(view.next_action)}\n`;
      await reply.type('text/plain; charset=utf-8').send(line);
    } else await reply.send(view);
  }

  /** Each change of the job as a server-sent event, until it is over. */
  @Get(':id/events')
  async events(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Param('id') id: string): Promise<void> {
    const route = await this.#gate.routeOf(request.raw);
    await this.#view(route, id);
    let shown = '';
    await this.#streams.serve(reply, async () => {
      const view = await this.#view(route, id);
      const text = JSON.stringify(view);
      const messages = text === shown ? [] : [`event: job\ndata: ${text}\n\n`];
      shown = text;
      return { messages, done: overStates.has(view.status) };
    });
  }

  /** @throws {Problem} `not-found`, also for the job of another route */
  async #view(route: string, id: string): Promise<JobStatus> {
    const pull = await this.#puller.find(id);
    const set = await this.#collector.find(pull?.jobId ?? id);
    const job = await this.#deposits.find(set?.gathering.jobId ?? pull?.jobId ?? id);
    const before = job ? undefined : viewBefore(route, this.#addresses.job(id), set, pull);
    if (before) return before;
    if (!job || job.meta['route'] !== route) throw notFound();
    const decision = ruleOf(job) && job.recordId !== undefined ? await this.#desk.find(job.recordId) : undefined;
    return { ...jobView(job, this.#addresses.job(job.id)), ...(decision && decisionView(job, decision, this.#links)) };
  }

  async #changed(
    first: JobStatus,
    look: () => Promise<JobStatus>,
    { until, request }: { readonly until: number; readonly request: FastifyRequest },
  ): Promise<JobStatus> {
    this.#waiting += 1;
    try {
      let view = first;
      while (view.status === first.status && !overStates.has(view.status) && Date.now() < until && !request.raw.destroyed) {
        await setTimeout(Math.max(0, Math.min(lookMs, until - Date.now())));
        view = await look();
      }
      return view;
    } finally {
      this.#waiting -= 1;
    }
  }
}

/** What each form of a job's status has. */
interface JobStatus {
  readonly status: string;
  readonly next_action: string;
}

const lookMs = 200;
const longestWaitS = 60;
/** More are answered at once. */
const mostWaiting = 100;
/** What no worker takes further soon. */
const overStates: ReadonlySet<string> = new Set(['findable', 'failed', 'cancelled', 'left', 'submitted']);

/** The seconds of `Prefer: wait=…`. @see https://www.rfc-editor.org/rfc/rfc7240#section-4.3 */
function waitOf(header: string | string[] | undefined): number | undefined {
  const seconds = /(?:^|[\s,;])wait\s*=\s*"?(\d{1,6})"?(?=$|[\s,;])/i.exec([header ?? ''].flat().join(','))?.[1];
  return seconds === undefined ? undefined : Math.min(Number(seconds), longestWaitS);
}
