import type { DepositJob, JobChange, Statement } from '@zenodo-connect/nestjs';
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
    const keptMs = after.state === 'left' && before?.state !== 'left' ? draftBytesMs(String(after.meta['route'])) : undefined;
    if (keptMs !== undefined) return ids.map((id) => inbox.releaseAt(id, after.updatedAt.getTime() + keptMs));
    if (!forGood.includes(after.state)) return [];
    wake();
    return ids.map((id) => inbox.release(id, after.updatedAt.getTime()));
  };
}
