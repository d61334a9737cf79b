import type { DepositJob, Row, Statement, Store } from '@zenodo-connect/nestjs';
import type { DraftRule } from '../recipes/ending-settings.ts';

/** `waiting` for a person or its time; `publishing` once that was decided, until its job is queued; `published`: handed on; `stopped`. */
export type DecisionState = 'waiting' | 'publishing' | 'published' | 'stopped';

/** A complete draft that is published only when somebody approves it, or unless somebody stops it in time. */
export interface Decision {
  readonly draftId: string;
  /** The last deposit that went into the draft. */
  readonly jobId: string;
  readonly route: string;
  readonly dataset: string;
  readonly mode: DraftRule['mode'];
  readonly state: DecisionState;
  /** Names that may approve; anybody when there are none. */
  readonly approvers: readonly string[] | undefined;
  /** A name that may not. */
  readonly sentBy: string | undefined;
  /** When a held draft is published. */
  readonly openAt: Date | undefined;
  readonly createdAt: Date;
  readonly decidedBy: string | undefined;
  readonly decidedAt: Date | undefined;
}

interface Verdict {
  readonly to: DecisionState;
  readonly from: readonly DecisionState[];
  readonly by: string;
  readonly now: number;
}

export interface DecisionQuery {
  readonly state: DecisionState;
  readonly limit: number;
  /** `next` of the page before. */
  readonly after?: string | undefined;
}

/** What is decided about drafts. Whoever decides first has decided: a row changes only from the states that are named. */
export class Decisions {
  readonly #store: Store;
  readonly #table: string;

  constructor(store: Store) {
    this.#store = store;
    this.#table = store.table('decision');
  }

  /** Asks for a decision, in the transaction that leaves the draft. A later file of a draft that still waits begins its time anew; what was stopped stays so. */
  ask({ id, recordId, meta }: DepositJob, { mode, afterMs, approvers, sentBy }: DraftRule, now: number): Statement {
    const columns = 'draft_id, job_id, route, dataset, mode, state, approvers, sent_by, open_at, created_at';
    return {
      sql: `INSERT INTO ${this.#table} (${columns}) VALUES (?, ?, ?, ?, ?, 'waiting', ?, ?, ?, ?)
            ON CONFLICT (draft_id) DO UPDATE SET job_id = excluded.job_id, open_at = excluded.open_at, sent_by = excluded.sent_by
            WHERE ${this.#table}.state IN ('waiting', 'stopped')`,
      params: [
        recordId ?? '',
        id,
        String(meta['route']),
        String(meta['dataset']),
        mode,
        approvers ? JSON.stringify(approvers) : null,
        sentBy ?? null,
        afterMs === undefined ? null : now + afterMs,
        now,
      ],
    };
  }

  /** Has a draft that a community declined published without it, whatever was decided about it before. */
  refused({ id, recordId, meta }: DepositJob, now: number): Statement {
    const columns = 'draft_id, job_id, route, dataset, mode, state, open_at, created_at';
    return {
      sql: `INSERT INTO ${this.#table} (${columns}) VALUES (?, ?, ?, ?, 'hold', 'waiting', ?, ?)
            ON CONFLICT (draft_id) DO UPDATE SET job_id = excluded.job_id, mode = 'hold', state = 'waiting', open_at = excluded.open_at,
            decided_by = NULL, decided_at = NULL`,
      params: [recordId ?? '', id, String(meta['route']), String(meta['dataset']), now, now],
    };
  }

  /** False when it was decided otherwise before. */
  async decide(draftId: string, { to, from, by, now }: Verdict): Promise<boolean> {
    const places = from.map(() => '?').join(', ');
    const sql = `UPDATE ${this.#table} SET state = ?, decided_by = ?, decided_at = ? WHERE draft_id = ? AND state IN (${places})`;
    const [result] = await this.#store.write([{ sql, params: [to, by, now, draftId, ...from] }]);
    return result?.changes === 1;
  }

  /** A decision was carried out. */
  async done(draftId: string): Promise<void> {
    const sql = `UPDATE ${this.#table} SET state = 'published' WHERE draft_id = ? AND state = 'publishing'`;
    await this.#store.write([{ sql, params: [draftId] }]);
  }

  async find(draftId: string): Promise<Decision | undefined> {
    const [row] = await this.#store.query(`SELECT * FROM ${this.#table} WHERE draft_id = ?`, [draftId]);
    return row && decisionOf(row);
  }

  /** The oldest first; `next` is where the page after it begins, if there is one. */
  async list({ state, limit, after }: DecisionQuery) {
    const place = placeOf(after);
    const rows = await this.#store.query(
      `SELECT * FROM ${this.#table} WHERE state = ?${place ? ' AND (created_at > ? OR (created_at = ? AND draft_id > ?))' : ''}
       ORDER BY created_at, draft_id LIMIT ?`,
      [state, ...(place ? [place.at, place.at, place.draftId] : []), limit + 1],
    );
    const decisions = rows.slice(0, limit).map(decisionOf);
    const last = rows.length > limit ? decisions.at(-1) : undefined;
    return { decisions, next: last && `${last.createdAt.getTime()}.${last.draftId}` };
  }

  /** All of them, the oldest first. */
  async all(state: DecisionState): Promise<readonly Decision[]> {
    const sql = `SELECT * FROM ${this.#table} WHERE state = ? ORDER BY created_at, draft_id`;
    return (await this.#store.query(sql, [state])).map(decisionOf);
  }

  /** Held drafts whose time is over. */
  async due(now: number): Promise<readonly Decision[]> {
    const sql = `SELECT * FROM ${this.#table} WHERE state = 'waiting' AND mode = 'hold' AND open_at <= ? ORDER BY open_at LIMIT 100`;
    return (await this.#store.query(sql, [now])).map(decisionOf);
  }
}

const textOf = (value: Row[string] | undefined): string | undefined => (value === null || value === undefined ? undefined : String(value));
const dateOf = (value: Row[string] | undefined): Date | undefined =>
  value === null || value === undefined ? undefined : new Date(Number(value));

/** A place in the order of drafts; none for what is no place. */
function placeOf(text: string | undefined): { readonly at: number; readonly draftId: string } | undefined {
  const [, at, draftId] = /^(\d{1,15})\.(.{1,200})$/s.exec(text ?? '') ?? [];
  return at === undefined || draftId === undefined ? undefined : { at: Number(at), draftId };
}

function decisionOf(row: Row): Decision {
  const approvers = textOf(row['approvers']);
  return {
    draftId: String(row['draft_id']),
    jobId: String(row['job_id']),
    route: String(row['route']),
    dataset: String(row['dataset']),
    mode: row['mode'] === 'hold' ? 'hold' : 'approval',
    state: String(row['state']) as DecisionState,
    approvers: approvers === undefined ? undefined : (JSON.parse(approvers) as string[]),
    sentBy: textOf(row['sent_by']),
    openAt: dateOf(row['open_at']),
    createdAt: new Date(Number(row['created_at'])),
    decidedBy: textOf(row['decided_by']),
    decidedAt: dateOf(row['decided_at']),
  };
}
