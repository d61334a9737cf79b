import type { SqliteEngine } from './sqlite-engine.ts';
import type { Durability } from './sqlite-log.ts';
import type { Answer, WriteItem } from './sqlite-protocol.ts';

/** Keeps one commit short enough for the readers and writers of other processes. */
const maxBatches = 1000;
/** So many are worth a commit of their own while the disk is still at work for earlier ones. */
const worthACommit = 8;
/** Who waits for so few is served best by a sync in this very thread: in the pool of threads it would stand behind the reading of files. */
const few = 4;
/** While one sync runs, the next one begins for what was committed since; more at once gain nothing. */
const maxSyncs = 2;

/** Who asked, as what hears the answers. */
export type Hearer = (answers: readonly Answer[]) => void;

interface Held {
  readonly hear: Hearer;
  readonly answer: Answer;
  /** The last commit that the answer tells of. */
  readonly commit: number;
}

/**
 * Group commit in three stages that overlap when many write: batches come in, are committed to the log, and the log is synced. An
 * answer leaves once the log is synced up to the commit that it tells of; so does what was read, since it may have seen a commit
 * that is not synced yet.
 */
export class SqliteCommits {
  readonly #engine: SqliteEngine;
  readonly #log: Durability;
  readonly #failed: (error: Error) => void;
  readonly #pending: { readonly hear: Hearer; readonly item: WriteItem }[] = [];
  #held: Held[] = [];
  #soon: NodeJS.Immediate | undefined;
  /** Commits are numbered; the last one made, the last one that a sync was begun for, and the last one that is safe. */
  #made = 0;
  #begun = 0;
  #safe = 0;
  #syncs = 0;

  /** @param failed - the log cannot be synced: nobody knows what of it is on the disk, and nothing more can be promised */
  constructor(engine: SqliteEngine, log: Durability, failed: (error: Error) => void) {
    this.#engine = engine;
    this.#log = log;
    this.#failed = failed;
  }

  write(item: WriteItem, hear: Hearer): void {
    this.#pending.push({ item, hear });
    this.#schedule();
  }

  /** Tells what was read, or why it was not, once that is safe. */
  tell(answer: Answer, hear: Hearer): void {
    if (this.#made === this.#safe) hear([answer]);
    else this.#held.push({ hear, answer, commit: this.#made });
  }

  /** Commits, syncs and answers all that was asked, before it returns. */
  settle(): void {
    while (this.#pending.length > 0) this.#commit();
    this.#syncHere();
  }

  /** While the disk is busy enough a small commit gains no time, and shared with later ones it writes fewer pages. */
  #schedule(): void {
    if (this.#pending.length === 0) return;
    if (this.#syncs < maxSyncs || this.#pending.length >= worthACommit) this.#soon ??= setImmediate(() => this.#next());
  }

  #next(): void {
    const isQuiet = this.#pending.length < few && this.#syncs === 0;
    if (this.#pending.length > 0) this.#commit();
    if (isQuiet) this.#syncHere();
    else this.#sync();
    this.#schedule();
  }

  #syncHere(): void {
    if (this.#made === this.#safe) return;
    try {
      this.#log.syncNow();
    } catch (error) {
      this.#failed(error as Error);
      return;
    }
    this.#answer(this.#made);
  }

  #commit(): void {
    clearImmediate(this.#soon);
    this.#soon = undefined;
    const batches = this.#pending.splice(0, maxBatches);
    const answers = this.#engine.commit(batches.map(({ item }) => item));
    if (answers.some(hasWritten)) this.#made += 1;
    for (const [place, { hear }] of batches.entries()) this.#held.push({ hear, answer: answers[place]!, commit: this.#made });
    if (this.#made === this.#safe) this.#answer(this.#made);
  }

  #sync(): void {
    if (this.#begun === this.#made || this.#syncs >= maxSyncs) return;
    const upTo = this.#made;
    this.#begun = upTo;
    this.#syncs += 1;
    this.#log.sync((error) => {
      this.#syncs -= 1;
      if (error) return this.#failed(error);
      this.#answer(upTo);
      this.#next();
    });
  }

  /** One message a hearer for all that became safe. */
  #answer(upTo: number): void {
    this.#safe = Math.max(this.#safe, upTo);
    this.#begun = Math.max(this.#begun, this.#safe);
    const byHearer = new Map<Hearer, Answer[]>();
    const rest: Held[] = [];
    for (const held of this.#held) {
      const own = byHearer.get(held.hear);
      if (held.commit > this.#safe) rest.push(held);
      else if (own) own.push(held.answer);
      else byHearer.set(held.hear, [held.answer]);
    }
    this.#held = rest;
    for (const [hear, answers] of byHearer) hear(answers);
  }
}

/** Whether the log grew by it. */
function hasWritten(answer: Answer): boolean {
  if ('failure' in answer || answer.value === undefined) return false;
  return answer.value.some((one) => !('changes' in one) || Number(one['changes']) > 0);
}
