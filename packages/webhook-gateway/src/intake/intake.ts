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
import type { RecipeResult } from '../recipes/recipe.ts';
import { type Content, contentId, Inbox, type InboxEntry } from '../tables/inbox.ts';
import { inboxRef } from './inbox-files.ts';
import type { ReceivedBody } from './receive.ts';
import { Spool } from './spool.ts';

export interface Accepted {
  readonly job: Pick<DepositJob, 'id' | 'state'>;
  readonly dataset: string;
  readonly sha256: string;
  readonly duplicate: boolean;
  /** For a duplicate: since then other bytes came under the name, and the record holds those. */
  readonly superseded?: boolean;
}

interface Arrival {
  readonly route: string;
  readonly file: string;
  readonly idempotencyKey: string | undefined;
  readonly recipe: RecipeResult;
  readonly body: ReceivedBody;
  readonly receivedAt: Date;
}

/** Where every door ends: one transaction with the inbox row, the job and the event, and only then an answer. */
@Injectable()
export class Intake {
  readonly #store: Store;
  readonly #deposits: DepositsService;
  readonly #inbox: Inbox;
  readonly #spool: Spool;
  /** Bodies that a row names, though what came after failed. */
  readonly #named = new WeakSet<ReceivedBody>();

  constructor(
    @InjectStore() store: Store,
    @Inject(DepositsService) deposits: DepositsService,
    @Inject(Inbox) inbox: Inbox,
    @Inject(Spool) spool: Spool,
  ) {
    this.#store = store;
    this.#deposits = deposits;
    this.#inbox = inbox;
    this.#spool = spool;
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
      return (await this.#keep(arrival, contentId(contentOf(arrival)))) ?? (await this.#known(arrival));
    } catch (error) {
      // What a row names stays, and what it may name after a crash of the store; the next start removes what none does.
      const named = this.#named.has(arrival.body) || (error instanceof StoreError && error.problem === 'crashed');
      if (!named) await arrival.body.spoolFile?.drop();
      throw error;
    }
  }

  /** Undefined when nothing was written, since the content or the key is there already. */
  async #keep(arrival: Arrival, id: string): Promise<Accepted | undefined> {
    const { route, file, idempotencyKey, recipe, body, receivedAt } = arrival;
    const { dataset, sha256 } = contentOf(arrival);
    const { id: jobId, statements } = this.#deposits.prepare({
      key: `gateway/${id}`,
      metadata: recipe.metadata,
      files: [{ key: file, size: body.size, md5: body.md5, sha256, ref: inboxRef(id) }],
      finish: recipe.finish,
      series: `${route}/${dataset}`,
      meta: { route, dataset },
    });
    const { size, md5, bytes, spoolFile } = body;
    const entry = { id, jobId, route, dataset, file, size, md5, sha256, receivedAt, body: bytes, spool: spoolFile?.name };
    const binding = idempotencyKey === undefined ? [] : this.#inbox.bindKey(route, idempotencyKey, id, receivedAt.getTime());
    if (!(await this.#write([this.#inbox.insert(entry), ...binding, ...statements]))) return undefined;
    this.#deposits.wake();
    return { job: { id: jobId, state: 'queued' }, dataset, sha256, duplicate: false };
  }

  async #known(arrival: Arrival): Promise<Accepted> {
    const { route, idempotencyKey: key, receivedAt } = arrival;
    const content = contentOf(arrival);
    const bound = key === undefined ? undefined : await this.#inbox.findByKey(route, key);
    if (bound && !isSame(bound, content)) throw conflict(bound);
    if (bound) return this.#repeated(arrival, bound, false);
    const [same, last] = [await this.#inbox.lastOf(content), await this.#inbox.lastUnder(content)];
    if (!same || !last) throw new Error(`The inbox has no entry for "${content.file}" though the store said so.`);
    const superseded = !isSame(last, content);
    if (key === undefined) return this.#repeated(arrival, same, superseded);
    const kept = superseded ? await this.#keep(arrival, contentId(content, key)) : undefined;
    if (kept) return kept;
    if (!superseded && (await this.#write(this.#inbox.bindKey(route, key, same.id, receivedAt.getTime()))))
      return this.#repeated(arrival, same, false);
    // Another request bound the key in between: now it is known what to.
    return this.#known(arrival);
  }

  /** Sending again is how an instrument asks for another try. It then runs on the bytes that just came, since the old ones may be why it failed. */
  async #repeated({ body }: Arrival, entry: InboxEntry, superseded: boolean): Promise<Accepted> {
    const { jobId, dataset, sha256 } = entry;
    const job = await this.#deposits.get(jobId);
    const again = job.state === 'failed';
    const renewed = again && (await this.#write([this.#inbox.renew({ id: entry.id, body: body.bytes, spool: body.spoolFile?.name })]));
    if (renewed) this.#named.add(body);
    else await body.spoolFile?.drop();
    if (renewed && entry.spool !== undefined) await this.#spool.remove(entry.spool);
    return { job: again ? await this.#deposits.retry(job.id) : job, dataset, sha256, duplicate: true, superseded };
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

const contentOf = ({ route, file, recipe: { dataset }, body }: Arrival): Content => ({
  route,
  dataset,
  file,
  sha256: body.sums.sha256 ?? '',
});

const isSame = (entry: InboxEntry, { dataset, file, sha256 }: Content): boolean =>
  entry.dataset === dataset && entry.file === file && entry.sha256 === sha256;

function conflict({ jobId, dataset, file }: InboxEntry): Problem {
  const detail = `The Idempotency-Key was used before for other bytes: "${file}" of the dataset "${dataset}".`;
  return new Problem('idempotency-conflict', detail, 'Take a new key for new bytes, or send no key: equal bytes are recognised anyway.', {
    members: { first_job: jobId },
  });
}
