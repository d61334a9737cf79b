import type { DepositJob, JobChange, Statement } from '@zenodo-connect/nestjs';
import { stoppedBytesMs } from '../jobs/bytes-kept.ts';
import type { Inbox } from '../tables/inbox.ts';
import { inboxIdOf } from './inbox-files.ts';

/** Zenodo holds the bytes for good. A draft is none of them: a person can still throw it away. */
const forGood: readonly DepositJob['state'][] = ['published', 'findable'];

interface Deps {
  readonly inbox: Inbox;
  /** Milliseconds for which a route keeps the bytes of a complete draft; undefined: for ever. */
  readonly draftBytesMs?: (route: string) => number | undefined;
  /** Called when there will soon be something to remove. */
  readonly wake: () => void;
}

/** Lets the bytes of a published job go, in the transaction that says that it is published. */
export function releaseWriter({ inbox, draftBytesMs = () => undefined, wake }: Deps): (change: JobChange) => readonly Statement[] {
  return ({ before, after }) => {
    const ids = after.files.map(inboxIdOf).filter((id) => id !== undefined);
    const kept = before?.state === after.state ? undefined : keptIn(after, draftBytesMs(String(after.meta['route'])));
    if (kept) return ids.map((id) => inbox.releaseAt(id, kept.ms === undefined ? null : after.updatedAt.getTime() + kept.ms));
    if (!forGood.includes(after.state)) return [];
    wake();
    return ids.map((id) => inbox.release(id, after.updatedAt.getTime()));
  };
}

/** For how long bytes are kept at an end that may not be the last; undefined where that is none, or where no recipe sets a time. */
function keptIn({ state, meta }: DepositJob, draftMs: number | undefined): { readonly ms: number | undefined } | undefined {
  const stoppedMs = stoppedBytesMs({ meta });
  if (draftMs === undefined && stoppedMs === undefined) return undefined;
  if (state === 'left') return { ms: draftMs };
  // A time that another end has set is over.
  return state === 'failed' || state === 'cancelled' ? { ms: stoppedMs } : undefined;
}
