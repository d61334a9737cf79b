import { Inject, Injectable } from '@nestjs/common';
import { DepositsService } from '@zenodo-connect/nestjs';
import { AuditLog } from '../audit/audit-log.ts';
import { Problem } from '../problems/problem.ts';
import { RecipeBook } from '../recipes/recipe-book.ts';
import { type Decision, type DecisionQuery, type DecisionState, Decisions } from '../tables/decisions.ts';
import { isRefused } from './decision-writer.ts';

/** Where drafts wait to be published: by a second person, or by their time unless somebody stops them. */
@Injectable()
export class DraftDesk {
  readonly #decisions: Decisions;
  readonly #deposits: DepositsService;
  readonly #book: RecipeBook;
  readonly #audit: AuditLog;

  constructor(
    @Inject(Decisions) decisions: Decisions,
    @Inject(DepositsService) deposits: DepositsService,
    @Inject(RecipeBook) book: RecipeBook,
    @Inject(AuditLog) audit: AuditLog,
  ) {
    this.#decisions = decisions;
    this.#deposits = deposits;
    this.#book = book;
    this.#audit = audit;
  }

  /** A page of those in one state, the oldest first. */
  list(query: DecisionQuery): ReturnType<Decisions['list']> {
    return this.#decisions.list(query);
  }

  all(state: DecisionState): Promise<readonly Decision[]> {
    return this.#decisions.all(state);
  }

  find(draftId: string): Promise<Decision | undefined> {
    return this.#decisions.find(draftId);
  }

  /**
   * Has a draft published, for ever, also one that was stopped. Done once it is written down; the publishing follows.
   *
   * @param by - the name of the person
   * @throws {Problem} `no-such-draft`, `already-decided`; `not-for-you`: this person may not approve it
   */
  async approve(draftId: string, by: string): Promise<void> {
    const { approvers, sentBy } = await this.#known(draftId);
    if (sentBy !== undefined && sentBy.toLowerCase() === by.toLowerCase())
      throw new Problem(
        'not-for-you',
        `"${by}" sent these files, so a second person has to approve them.`,
        'Ask somebody else to approve the draft.',
      );
    if (approvers && !approvers.includes(by))
      throw new Problem(
        'not-for-you',
        `"${by}" is not among those who may approve this draft.`,
        `Ask one of them: ${approvers.join(', ')}.`,
      );
    await this.#decide(draftId, 'publishing', ['waiting', 'stopped'], by);
    await this.carryOut();
  }

  /** Keeps a draft from being published until somebody approves it. @throws {Problem} `no-such-draft`, `already-decided` */
  async stop(draftId: string, by: string): Promise<void> {
    await this.#known(draftId);
    await this.#decide(draftId, 'stopped', ['waiting'], by);
  }

  /** Decides about held drafts whose time is over, and queues what was decided. What a crash left undone is done by the next call. */
  async carryOut(now: number = Date.now()): Promise<void> {
    for (const { draftId } of await this.#decisions.due(now)) {
      const decided = await this.#decisions.decide(draftId, { to: 'publishing', from: ['waiting'], by: 'time', now });
      if (decided) await this.#audit.note({ who: 'time', action: 'draft.approve', subject: draftId });
    }
    for (const decision of await this.#decisions.all('publishing')) await this.#publish(decision);
  }

  /** Files that still come in are waited for: what is published is what was decided about. */
  async #publish({ draftId, jobId, route }: Decision): Promise<void> {
    const job = await this.#deposits.find(jobId);
    if (job?.series !== undefined && (await this.#deposits.list({ series: job.series, state: 'running', limit: 1 })).length > 0) return;
    const community = this.#book.find(route)?.ending.community;
    if (job && isRefused(job)) await this.#deposits.editAndReplay(jobId, { finish: 'publish' });
    else if (job) await this.#deposits.publish(jobId, community ?? 'publish');
    await this.#decisions.done(draftId);
  }

  async #known(draftId: string): Promise<Decision> {
    const decision = await this.#decisions.find(draftId);
    if (decision) return decision;
    throw new Problem('no-such-draft', `No draft ${draftId} waits for a decision here.`, 'Look at the list of drafts that wait.');
  }

  async #decide(draftId: string, to: DecisionState, from: readonly DecisionState[], by: string): Promise<void> {
    if (await this.#decisions.decide(draftId, { to, from, by, now: Date.now() })) return;
    const { state, decidedBy } = await this.#known(draftId);
    const detail = `The draft ${draftId} is ${state} already${decidedBy === undefined ? '' : `, by ${decidedBy}`}.`;
    throw new Problem(
      'already-decided',
      detail,
      state === 'published' ? 'A published record stays; a new version can follow it.' : 'Look at it again.',
    );
  }
}
