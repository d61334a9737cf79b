import type { DepositJob, JobChange, Statement } from '@zenodo-connect/nestjs';
import type { Inbox } from '../tables/inbox.ts';
import { inboxIdOf } from './inbox-files.ts';

/** Zenodo holds the bytes for good. A draft is none of them: a person can still throw it away. */
const forGood: readonly DepositJob['state'][] = ['published', 'findable'];

interface Deps {
  readonly inbox: Inbox;
  /** Called when there will soon be something to remove. */
  readonly wake: () => void;
}

/** Lets the bytes of a published job go, in the transaction that says that it is published. */
export function releaseWriter({ inbox, wake }: Deps): (change: JobChange) => readonly Statement[] {
  return ({ after }) => {
    if (!forGood.includes(after.state)) return [];
    wake();
    const ids = after.files.map(inboxIdOf).filter((id) => id !== undefined);
    return ids.map((id) => inbox.release(id, after.updatedAt.getTime()));
  };
}
