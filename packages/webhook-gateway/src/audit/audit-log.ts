import { StaleWriteError, type Store } from '@zenodo-connect/nestjs';
import { Problem } from '../problems/problem.ts';
import { type AuditEntry, type AuditOutcome, auditEntryOf, auditHash, firstPrevious, isUnchanged } from './audit-entry.ts';

type Detail = Readonly<Record<string, unknown>>;

/** Something that a person or a program does to the gateway. Nothing of it is secret. */
export interface AuditAct {
  readonly who: string;
  readonly action: string;
  readonly subject: string;
  readonly detail?: Detail | undefined;
}

export interface AuditQuery {
  readonly limit: number;
  /** Entries older than this one. */
  readonly before?: number | undefined;
  readonly who?: string | undefined;
  readonly action?: string | undefined;
  readonly subject?: string | undefined;
}

export interface AuditCheck {
  readonly entries: number;
  /** Of the newest entry: written down elsewhere, it shows whether the end was cut off. */
  readonly head: string;
  /** The first entry that is not as it was written, or does not follow the one before it. */
  readonly brokenAt: number | undefined;
  /** Entries before this one were let go, and one in the chain says so. */
  readonly beginsAfter: number | undefined;
}

const atOnce = 500;
const cutAction = 'audit.cut';

/** Up to which entry the beginning was let go. */
interface AuditCut {
  readonly through: number;
  readonly hash: string;
}

/** An entry that is still to be written. */
interface Waiting {
  readonly outcome: AuditOutcome;
  readonly act: AuditAct;
  readonly asked: string | undefined;
  readonly resolve: (hash: string) => void;
  readonly reject: (reason: unknown) => void;
}

/**
 * Who did what: append-only, and chained by hashes. What is asked for is written before it is done, and is not done when
 * that fails; so a crash may leave an act without its outcome, but none without its entry.
 */
export class AuditLog {
  readonly #store: Store;
  readonly #table: string;
  readonly #waiting: Waiting[] = [];
  #isWriting = false;

  constructor(store: Store) {
    this.#store = store;
    this.#table = store.table('audit');
  }

  /** Does it between an entry that says that it was asked for and one that says what became of it. @param told - what the result adds to the entry */
  async during<T>(act: AuditAct, does: () => Promise<T> | T, told: (result: T) => Detail = () => ({})): Promise<T> {
    const asked = await this.#append('asked', act);
    let result: T;
    try {
      result = await does();
    } catch (error) {
      // The words of other errors may hold anything.
      const reason = error instanceof Problem ? error.message : 'It failed inside; the log of the gateway has the reason.';
      await this.#append('refused', { ...act, detail: { reason } }, asked);
      throw error;
    }
    await this.#append('done', { ...act, detail: told(result) }, asked);
    return result;
  }

  /** Writes down what was done without being asked for. */
  async note(act: AuditAct): Promise<void> {
    await this.#append('done', act);
  }

  /** The newest first. */
  async list({ limit, before, who, action, subject }: AuditQuery): Promise<readonly AuditEntry[]> {
    const wanted = Object.entries({ who, action, subject }).filter((one): one is [string, string] => one[1] !== undefined);
    const where = ['1 = 1', ...(before === undefined ? [] : ['seq < ?']), ...wanted.map(([name]) => `${name} = ?`)];
    const params = [...(before === undefined ? [] : [before]), ...wanted.map(([, value]) => value), limit];
    const sql = `SELECT * FROM ${this.#table} WHERE ${where.join(' AND ')} ORDER BY seq DESC LIMIT ?`;
    return (await this.#store.query(sql, params)).map(auditEntryOf);
  }

  /** Everything, the oldest first. */
  async *all(): AsyncGenerator<AuditEntry> {
    for await (const row of this.#rows()) yield auditEntryOf(row);
  }

  /** Goes through the whole chain: from its first entry, or from where a cut that stands in it says that it begins. */
  async check(): Promise<AuditCheck> {
    const cuts = await this.#cuts();
    let [entries, head] = [0, firstPrevious];
    let beginsAfter: number | undefined;
    for await (const row of this.#rows()) {
      const { seq, previous, hash } = auditEntryOf(row);
      const cut = entries === 0 && previous !== firstPrevious ? beginningOf(cuts, seq, previous) : undefined;
      if (cut) [head, beginsAfter] = [previous, seq <= cut.through ? seq - 1 : cut.through];
      const isOther = cuts.some(({ through, hash: cutHash }) => through === seq && cutHash !== hash);
      if (previous !== head || isOther || !isUnchanged(row)) return { entries, head, brokenAt: seq, beginsAfter };
      head = hash;
      entries += 1;
    }
    return { entries, head, brokenAt: undefined, beginsAfter };
  }

  /**
   * Lets the entries go that are older, in pieces; resolves with how many they were. Before that an entry says up to which one, with its
   * hash, so that what is left still verifies, and a beginning that is missing without such an entry does not.
   */
  async cutBefore(time: number): Promise<number> {
    const [last] = await this.#store.query(`SELECT seq, hash FROM ${this.#table} WHERE at < ? ORDER BY seq DESC LIMIT 1`, [time]);
    if (!last) return 0;
    const through = Number(last['seq']);
    const [counted] = await this.#store.query(`SELECT COUNT(*) AS n FROM ${this.#table} WHERE seq <= ?`, [through]);
    const entries = Number(counted?.['n']);
    await this.note({ who: 'time', action: cutAction, subject: '', detail: { through, hash: String(last['hash']), entries } });
    const piece = `SELECT seq FROM ${this.#table} WHERE seq <= ? ORDER BY seq LIMIT ?`;
    for (;;) {
      const [result] = await this.#store.write([{ sql: `DELETE FROM ${this.#table} WHERE seq IN (${piece})`, params: [through, atOnce] }]);
      if ((result?.changes ?? 0) < atOnce) return entries;
    }
  }

  /** When the oldest entry was written. */
  async oldestAt(): Promise<number | undefined> {
    const [oldest] = await this.#store.query(`SELECT at FROM ${this.#table} ORDER BY seq LIMIT 1`);
    return oldest && Number(oldest['at']);
  }

  async #cuts(): Promise<readonly AuditCut[]> {
    return (await this.list({ action: cutAction, limit: 100 })).map(({ detail }) => ({
      through: Number(detail['through']),
      hash: String(detail['hash']),
    }));
  }

  async *#rows() {
    let after = 0;
    for (;;) {
      const rows = await this.#store.query(`SELECT * FROM ${this.#table} WHERE seq > ? ORDER BY seq LIMIT ?`, [after, atOnce]);
      yield* rows;
      if (rows.length < atOnce) return;
      after = Number(rows.at(-1)?.['seq']);
    }
  }

  /** In the order of its calls. What is asked for at once is written at once, so that nobody waits for the turns of all others. */
  #append(outcome: AuditOutcome, act: AuditAct, asked?: string): Promise<string> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ outcome, act, asked, resolve, reject });
      if (!this.#isWriting) void this.#writeAll();
    });
  }

  async #writeAll(): Promise<void> {
    this.#isWriting = true;
    while (this.#waiting.length > 0) {
      const some = this.#waiting.splice(0, atOnce);
      try {
        const hashes = await this.#chain(some);
        for (const [place, { resolve }] of some.entries()) resolve(hashes[place]!);
      } catch (error) {
        for (const { reject } of some) reject(error);
      }
    }
    this.#isWriting = false;
  }

  /** Behind the newest entry, whoever else appends: the one that comes second tries again behind the first. */
  async #chain(entries: readonly Waiting[]): Promise<readonly string[]> {
    const columns = 'at, who, action, subject, outcome, asked, detail, previous, hash';
    const sql = `INSERT INTO ${this.#table} (${columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (previous) DO NOTHING`;
    for (;;) {
      const [newest] = await this.#store.query(`SELECT hash FROM ${this.#table} ORDER BY seq DESC LIMIT 1`);
      let previous = newest ? String(newest['hash']) : firstPrevious;
      const at = new Date();
      const hashes: string[] = [];
      const statements = entries.map(({ outcome, act: { who, action, subject, detail = {} }, asked }) => {
        const detailText = JSON.stringify(detail);
        const hash = auditHash({ previous, at, who, action, subject, outcome, asked, detailText });
        const params = [at.getTime(), who, action, subject, outcome, asked ?? null, detailText, previous, hash];
        hashes.push(hash);
        previous = hash;
        return { sql, params, expectChanges: 1 };
      });
      try {
        await this.#store.write(statements);
        return hashes;
      } catch (error) {
        if (!(error instanceof StaleWriteError)) throw error;
      }
    }
  }
}

/** The cut that explains that the chain begins with this entry: behind its last one, or before it, when a crash came between the pieces. */
const beginningOf = (cuts: readonly AuditCut[], seq: number, previous: string): AuditCut | undefined =>
  cuts.find(({ through, hash }) => hash === previous || seq <= through);
