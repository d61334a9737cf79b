import { createHash } from 'node:crypto';
import type { Row } from '@zenodo-connect/nestjs';

/** `asked` is written before something is done; what became of it is an entry of its own. `done` alone: what nobody had to ask for. */
export type AuditOutcome = 'asked' | 'done' | 'refused';

/** One line of the log. Its hash covers the line before, so that no line can be changed or taken out unseen. */
export interface AuditEntry {
  readonly seq: number;
  readonly at: Date;
  /** `person/irene`, `token/3f…`, `command/root`, `stop link`, `time`. */
  readonly who: string;
  /** `draft.approve`, `deposit.edit`, `api_token.add`, … */
  readonly action: string;
  /** What it was done to. */
  readonly subject: string;
  readonly outcome: AuditOutcome;
  /** Of the entry that asked, for what became of it. */
  readonly asked: string | undefined;
  readonly detail: Readonly<Record<string, unknown>>;
  readonly previous: string;
  readonly hash: string;
}

/** What the first line stands on. */
export const firstPrevious = '0'.repeat(64);

export type HashedParts = Omit<AuditEntry, 'seq' | 'hash' | 'detail'> & { readonly detailText: string };

export function auditHash({ previous, at, who, action, subject, outcome, asked, detailText }: HashedParts): string {
  return createHash('sha256')
    .update(JSON.stringify([previous, at.getTime(), who, action, subject, outcome, asked ?? null, detailText]))
    .digest('hex');
}

export const auditEntryOf = (row: Row): AuditEntry => ({
  seq: Number(row['seq']),
  at: new Date(Number(row['at'])),
  who: String(row['who']),
  action: String(row['action']),
  subject: String(row['subject']),
  outcome: String(row['outcome']) as AuditOutcome,
  asked: row['asked'] === null ? undefined : String(row['asked']),
  detail: JSON.parse(String(row['detail'])) as AuditEntry['detail'],
  previous: String(row['previous']),
  hash: String(row['hash']),
});

/** Whether the line is the one that was written. */
export const isUnchanged = (row: Row): boolean => {
  const { detail: _, ...entry } = auditEntryOf(row);
  return entry.hash === auditHash({ ...entry, detailText: String(row['detail']) });
};
