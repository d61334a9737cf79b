import { Inject, Injectable } from '@nestjs/common';
import {
  type DepositJob,
  DepositsService,
  InjectStore,
  StaleWriteError,
  type Statement,
  type Store,
  StoreError,
} from '@zenodo-connect/nestjs';
import { Problem } from '../problems/problem.ts';
import { Inbox, type InboxEntry } from '../tables/inbox.ts';
import { type Arrival, contentOf, dropBodies, entryIds, isSame, setId } from './arrival.ts';
import { inboxRef } from './inbox-files.ts';
import { Pressure } from './pressure.ts';
import type { ReceivedBody } from './receive.ts';
import { Spool } from './spool.ts';
import { termsOf } from './terms-of.ts';

export interface Accepted {
  readonly job: { readonly id: string; readonly state: DepositJob['state'] | 'collecting' | 'fetching' };
  readonly dataset: string;
  readonly sha256: string;
  readonly duplicate: boolean;
  /** For a duplicate: since then other bytes came under the name, and the record holds those. */
  readonly superseded?: boolean;
}

/** Where every door ends: one transaction with the inbox row, the job and the event, and only then an answer. */
@Injectable()
export class Intake {
  readonly #store: Store;
  readonly #deposits: DepositsService;
  readonly #inbox: Inbox;
  readonly #spool: Spool;
  readonly #pressure: Pressure;
  /** Bodies that a row names, though what came after failed. */
  readonly #named = new WeakSet<ReceivedBody>();

  constructor(
    @InjectStore() store: Store,
    @Inject(DepositsService) deposits: DepositsService,
    @Inject(Inbox) inbox: Inbox,
    @Inject(Spool) spool: Spool,
    @Inject(Pressure) pressure: Pressure,
  ) {
    this.#store = store;
    this.#deposits = deposits;
    this.#inbox = inbox;
    this.#spool = spool;
    this.#pressure = pressure;
  }

  /**
   * Resolves when the file is safe. The same bytes under the same name again are the same job, however many ask at once:
   * they are taken for a repetition, and not for the wish to have them back. That wish needs a new Idempotency-Key, and
   * makes a new job only when other bytes came under the name since.
   *
   * @throws {Problem} `idempotency-conflict`: the key names other bytes
   */
  async accept(arrival: Arrival): Promise<Accepted> {
    try {
      return (await this.#keep(arrival, setId(contentOf(arrival)))) ?? (await this.#known(arrival));
    } catch (error) {
      // What a row names stays, and what it may name when nobody knows whether the commit came through; a start removes what none does.
      const unknown = error instanceof StoreError && (error.problem === 'crashed' || error.problem === 'unclear');
      if (!unknown) await dropBodies(arrival.files.filter(({ body }) => !this.#named.has(body)));
      throw error;
    }
  }

  /** Undefined when nothing was written, since the content or the key is there already. */
  async #keep(arrival: Arrival, id: string): Promise<Accepted | undefined> {
    const { route, files, idempotencyKey, recipe, receivedAt, also } = arrival;
    const { dataset } = recipe;
    const ids = entryIds(contentOf(arrival), id);
    const { id: jobId, statements } = this.#deposits.prepare({
      key: `gateway/${id}`,
      ...termsOf(route, recipe),
      files: files.map(({ name, body }, at) => {
        const { size, md5, sums } = body;
        return { key: name, size, md5, sha256: sums.sha256 ?? '', ref: inboxRef(ids[at]!) };
      }),
      priority: this.#pressure.nextPriority(route),
    });
    const rows = files.map(({ name: file, body }, at) => {
      const { size, md5, sums, bytes, spoolFile } = body;
      const sha256 = sums.sha256 ?? '';
      return this.#inbox.insert({
        id: ids[at]!,
        jobId,
        route,
        dataset,
        file,
        size,
        md5,
        sha256,
        receivedAt,
        body: bytes,
        spool: spoolFile?.name,
      });
    });
    const binding = idempotencyKey === undefined ? [] : this.#inbox.bindKey(route, idempotencyKey, ids[0]!, receivedAt.getTime());
    if (!(await this.#write([...rows, ...binding, ...statements, ...(also?.(jobId) ?? [])]))) return undefined;
    this.#deposits.wake();
    return { job: { id: jobId, state: 'queued' }, dataset, sha256: shaOf(arrival), duplicate: false };
  }

  async #known(arrival: Arrival): Promise<Accepted> {
    const { route, idempotencyKey: key, receivedAt } = arrival;
    const content = contentOf(arrival);
    const bound = key === undefined ? undefined : await this.#inbox.findByKey(route, key);
    if (bound) {
      const entries = await this.#inbox.ofJob(bound.jobId);
      if (!isSame(entries, content)) throw conflict(bound);
      return this.#repeated(arrival, entries, false);
    }
    const same = await this.#sameBefore(arrival);
    if (!same) throw new Error(`The inbox has no entry for "${content.files[0]?.file}" though the store said so.`);
    const superseded = await this.#isSuperseded(arrival);
    if (key === undefined) return this.#repeated(arrival, same, superseded);
    const kept = superseded ? await this.#keep(arrival, setId(content, key)) : undefined;
    if (kept) return kept;
    if (!superseded && (await this.#write(this.#inbox.bindKey(route, key, same[0]!.id, receivedAt.getTime()))))
      return this.#repeated(arrival, same, false);
    // Another request bound the key in between: now it is known what to.
    return this.#known(arrival);
  }

  /** The entries of the latest job with exactly this content. */
  async #sameBefore(arrival: Arrival): Promise<readonly InboxEntry[] | undefined> {
    const content = contentOf(arrival);
    // Many sets may have had one of these files since; the first with all of them stands under their own id.
    const jobId = (await this.#inbox.jobOf(content)) ?? (await this.#inbox.find(entryIds(content, setId(content))[0]!))?.jobId;
    const entries = jobId === undefined ? [] : await this.#inbox.ofJob(jobId);
    return isSame(entries, content) ? entries : undefined;
  }

  /** Whether other bytes came since under one of the names. */
  async #isSuperseded(arrival: Arrival): Promise<boolean> {
    const { route, dataset, files } = contentOf(arrival);
    const latest = await Promise.all(files.map(({ file }) => this.#inbox.lastUnder({ route, dataset, file })));
    return latest.some((entry, at) => entry?.sha256 !== files[at]?.sha256);
  }

  /** Sending again is how an instrument asks for another try. It then runs on the bytes that just came, since the old ones may be why it failed. */
  async #repeated({ files, also, ...arrival }: Arrival, entries: readonly InboxEntry[], superseded: boolean): Promise<Accepted> {
    const { jobId, dataset } = entries[0]!;
    const job = await this.#deposits.get(jobId);
    const again = job.state === 'failed';
    const renewals = files.map(({ name, body }) => {
      const { id } = entries.find(({ file }) => file === name)!;
      return this.#inbox.renew({ id, body: body.bytes, spool: body.spoolFile?.name });
    });
    const more = also?.(jobId) ?? [];
    const renewed = again && (await this.#write([...renewals, ...more]));
    if (!renewed && more.length > 0) await this.#write(more);
    if (renewed) for (const { body } of files) this.#named.add(body);
    else await dropBodies(files);
    if (renewed) await Promise.all(entries.map(async ({ spool }) => spool !== undefined && this.#spool.remove(spool)));
    const now = again ? await this.#deposits.retry(job.id) : job;
    return { job: now, dataset, sha256: shaOf({ ...arrival, files }), duplicate: true, superseded };
  }

  /** False when the batch was undone because something is there already. */
  async #write(statements: readonly Statement[]): Promise<boolean> {
    try {
      await this.#store.write(statements);
      return true;
    } catch (error) {
      if (error instanceof StaleWriteError) return false;
      throw error;
    }
  }
}

/** What the answer shows: the sum of the file, or of the first of several. */
const shaOf = ({ files }: Pick<Arrival, 'files'>): string => files[0]?.body.sums.sha256 ?? '';

function conflict({ jobId, dataset, file }: InboxEntry): Problem {
  const detail = `The Idempotency-Key was used before for other bytes: "${file}" of the dataset "${dataset}".`;
  return new Problem('idempotency-conflict', detail, 'Take a new key for new bytes, or send no key: equal bytes are recognised anyway.', {
    members: { first_job: jobId },
  });
}
