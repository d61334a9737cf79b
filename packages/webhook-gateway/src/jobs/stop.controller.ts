import { Controller, Get, Inject, Param, Post, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { AuditLog } from '../audit/audit-log.ts';
import { type StopPage, stopPage, stopPagePolicy } from '../pages/stop-page.ts';
import { Problem } from '../problems/problem.ts';
import type { Decision } from '../tables/decisions.ts';
import { DraftDesk } from './draft-desk.ts';
import { StopLinks } from './stop-links.ts';

/** Where the stop link of a held draft leads. Looking at it changes nothing, since mail programs look at every link. */
@Controller('drafts/:draft/stop/:code')
export class StopController {
  readonly #desk: DraftDesk;
  readonly #links: StopLinks;
  readonly #audit: AuditLog;

  constructor(@Inject(DraftDesk) desk: DraftDesk, @Inject(StopLinks) links: StopLinks, @Inject(AuditLog) audit: AuditLog) {
    this.#audit = audit;
    this.#desk = desk;
    this.#links = links;
  }

  @Get()
  async show(@Param() { draft, code }: Record<'draft' | 'code', string>, @Res() reply: FastifyReply): Promise<void> {
    await send(reply, { decision: await this.#decision(draft, code) });
  }

  @Post()
  async stop(@Param() { draft, code }: Record<'draft' | 'code', string>, @Res() reply: FastifyReply): Promise<void> {
    await this.#decision(draft, code);
    const act = { who: 'stop link', action: 'draft.stop', subject: draft };
    const late = await this.#audit
      .during(act, () => this.#desk.stop(draft, 'the stop link'))
      .then(
        () => undefined,
        (error: unknown) => {
          if (error instanceof Problem && error.kind === 'already-decided') return error.message;
          throw error;
        },
      );
    await send(reply, { decision: await this.#decision(draft, code), ...(late !== undefined && { late }) });
  }

  /** @throws {Problem} `not-found`, the same for a wrong code and for a draft that nobody knows */
  async #decision(draft: string, code: string): Promise<Decision> {
    const decision = this.#links.fits(draft, code) ? await this.#desk.find(draft) : undefined;
    if (decision) return decision;
    throw new Problem('not-found', 'There is no held draft at this address.', 'Check that the whole link was copied.');
  }
}

async function send(reply: FastifyReply, page: StopPage): Promise<void> {
  await reply
    .code(page.late === undefined ? 200 : 409)
    .headers({ 'content-security-policy': stopPagePolicy, 'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer' })
    .header('cache-control', 'no-store')
    .type('text/html; charset=utf-8')
    .send(stopPage(page));
}
