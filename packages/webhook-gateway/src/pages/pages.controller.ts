import { Controller, Get, Inject, Param, Post, Query, Req, Res } from '@nestjs/common';
import type { DepositJob } from '@zenodo-connect/nestjs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { firstValueFrom } from 'rxjs';
import { ApiParts } from '../api/api-parts.ts';
import { editOf, progressView, told } from '../api/deposit-endpoints.ts';
import { approverOf, mayDo } from '../people/scopes.ts';
import { Problem } from '../problems/problem.ts';
import { auditPage } from './audit-page.ts';
import { jobPage, progressScript } from './job-page.ts';
import { approvalsPage, filesPage } from './list-pages.ts';
import { noteOf, PageDoor } from './page-door.ts';
import { placeIn, type Wanted, wantedOf } from './page-query.ts';

const shown = 100;

/** Pages about deposits, and what a person does on them. */
@Controller()
export class PagesController {
  readonly #door: PageDoor;
  readonly #parts: ApiParts;

  constructor(@Inject(PageDoor) door: PageDoor, @Inject(ApiParts) parts: ApiParts) {
    this.#door = door;
    this.#parts = parts;
  }

  @Get('deposits/:id')
  async deposit(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Param('id') id: string): Promise<void> {
    const seen = await this.#door.admit(request, reply);
    if (!seen) return;
    const job = await this.#parts.deposits.find(id);
    if (!job) throw nothing();
    const wanted = wantedOf(request.query, ['events-before']);
    const page = jobPage({ job, told: await this.#told(job, wanted), wanted, caller: seen.caller, note: noteOf(request) });
    await this.#door.show(reply, page, { script: progressScript });
  }

  /** The same as the API's, for whoever may look at the page. */
  @Get('deposits/:id/progress')
  async progress(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Param('id') id: string): Promise<void> {
    if (!(await this.#door.admit(request, reply))) return;
    const { deposits, streams } = this.#parts;
    if (!(await deposits.find(id))) throw nothing();
    let last = '';
    await streams.serve(reply, async () => {
      const now = progressView(await firstValueFrom(deposits.watch(id)));
      const text = JSON.stringify(now);
      const messages = text === last ? [] : [`event: deposit\ndata: ${text}\n\n`];
      last = text;
      return { messages, done: ['findable', 'failed', 'cancelled', 'left'].includes(now.status) };
    });
  }

  @Post('deposits/:id/retry')
  async retry(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Param('id') id: string): Promise<void> {
    const { caller } = await this.#door.act(request, 'operate');
    const asked = { who: caller.name, action: 'deposit.retry', subject: id };
    await this.#parts.audit.during(asked, () => told(() => this.#parts.deposits.retry(id)));
    await this.#door.seeOther(reply, placeOf(id), 'It is queued again.');
  }

  @Post('deposits/:id/cancel')
  async cancel(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Param('id') id: string): Promise<void> {
    const { caller } = await this.#door.act(request, 'operate');
    const asked = { who: caller.name, action: 'deposit.cancel', subject: id };
    await this.#parts.audit.during(asked, () => told(() => this.#parts.deposits.cancel(id)));
    await this.#door.seeOther(reply, placeOf(id), 'It is taken back.');
  }

  /** What cannot be is said on the page, with what was written. */
  @Post('deposits/:id/edit')
  async edit(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Param('id') id: string): Promise<void> {
    const { caller, form } = await this.#door.act(request, 'operate');
    const { deposits, audit } = this.#parts;
    const written = form.get('metadata') ?? '';
    try {
      const metadata = metadataIn(written);
      const asked = { ...(await editOf(id, metadata, this.#parts)), who: caller.name };
      await audit.during(asked, () => told(() => deposits.editAndReplay(id, { metadata: metadata as never })));
    } catch (error) {
      const job = await deposits.find(id);
      if (!(error instanceof Problem) || !job) throw error;
      const page = jobPage({ job, told: await this.#told(job), wanted: {}, caller, note: error.message, written });
      await this.#door.show(reply, page, { script: progressScript, status: error.status });
      return;
    }
    await this.#door.seeOther(reply, placeOf(id), 'It is saved, and queued again.');
  }

  @Get('files')
  async files(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Query('after') after?: string): Promise<void> {
    const seen = await this.#door.admit(request, reply);
    if (!seen) return;
    const jobs = await this.#parts.deposits.list({ limit: shown, ...(typeof after === 'string' && { after }) });
    await this.#door.show(reply, filesPage({ jobs, caller: seen.caller, next: jobs.length === shown ? jobs.at(-1)?.id : undefined }));
  }

  /** For admins, whoever may look at the other pages: it has names. */
  @Get('audit')
  async audit(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Query('before') before?: string): Promise<void> {
    const seen = await this.#door.admit(request, reply);
    if (!seen) return;
    if (!seen.caller || !mayDo(seen.caller, 'admin'))
      throw new Problem('not-for-you', 'This needs the scope "admin".', 'Sign in as an admin.');
    const from = typeof before === 'string' && /^\d{1,15}$/.test(before) ? Number(before) : undefined;
    const entries = await this.#parts.audit.list({ limit: shown, before: from });
    await this.#door.show(
      reply,
      auditPage({ entries, caller: seen.caller, next: entries.length === shown ? entries.at(-1)?.seq : undefined }),
    );
  }

  @Get('approvals')
  async approvals(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const seen = await this.#door.admit(request, reply);
    if (!seen) return;
    const wanted = wantedOf(request.query, ['waiting-after', 'stopped-after']);
    const [waiting, stopped] = await Promise.all([
      this.#parts.desk.list({ state: 'waiting', limit: shown, after: wanted['waiting-after'] }),
      this.#parts.desk.list({ state: 'stopped', limit: shown, after: wanted['stopped-after'] }),
    ]);
    const all = [...waiting.decisions, ...stopped.decisions];
    const jobs = await Promise.all(all.map(({ jobId }) => this.#parts.deposits.find(jobId)));
    const known = new Map(jobs.flatMap((job) => (job ? [[job.id, job] as const] : [])));
    await this.#door.show(reply, approvalsPage({ waiting, stopped, wanted, jobs: known, caller: seen.caller, note: noteOf(request) }));
  }

  /** The latest events of its dataset, or those before a place. */
  #told({ series, key }: DepositJob, wanted: Wanted = {}) {
    return this.#parts.outbox.latestOf(series ?? key, { limit: shown, before: placeIn(wanted['events-before']) });
  }

  /** Publishing is for ever, so the form says so and asks. */
  @Post('approvals/:draft/approve')
  async approve(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Param('draft') draft: string): Promise<void> {
    const { caller, form } = await this.#door.act(request, 'approve');
    if (form.get('sure') !== 'yes')
      throw new Problem(
        'invalid-request',
        'A published record cannot be taken back, and the form did not say that this is known.',
        'Tick the box.',
      );
    const asked = { who: caller.name, action: 'draft.approve', subject: draft };
    await this.#parts.audit.during(asked, () => this.#parts.desk.approve(draft, approverOf(caller)));
    await this.#door.seeOther(reply, '/approvals', 'It is approved and will be published.');
  }

  @Post('approvals/:draft/stop')
  async stop(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Param('draft') draft: string): Promise<void> {
    const { caller } = await this.#door.act(request, 'approve');
    const asked = { who: caller.name, action: 'draft.stop', subject: draft };
    await this.#parts.audit.during(asked, () => this.#parts.desk.stop(draft, approverOf(caller)));
    await this.#door.seeOther(reply, '/approvals', 'It stays a draft.');
  }
}

const placeOf = (id: string): string => `/deposits/${encodeURIComponent(id)}`;
const nothing = (): Problem => new Problem('not-found', 'There is no such deposit.', 'The first page lists the last ones.');

function metadataIn(text: string): Readonly<Record<string, unknown>> {
  let why = 'it has to begin with {';
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Readonly<Record<string, unknown>>;
  } catch (error) {
    why = (error as Error).message;
  }
  throw new Problem(
    'invalid-request',
    `What was written is no JSON object (${why}); nothing was saved.`,
    'Look for a comma or a quotation mark there.',
  );
}
