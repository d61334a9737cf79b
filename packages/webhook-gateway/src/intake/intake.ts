import { Inject, Injectable } from '@nestjs/common';
import { type DepositJob, DepositsService, InjectStore, StaleWriteError, type Store } from '@zenodo-connect/nestjs';
import { Problem } from '../problems/problem.ts';
import type { RecipeResult } from '../recipes/recipe.ts';
import { contentId, Inbox, type InboxEntry } from '../tables/inbox.ts';
import type { ReceivedBody } from './receive.ts';

export interface Accepted {
  readonly job: Pick<DepositJob, 'id' | 'state'>;
  readonly dataset: string;
  readonly sha256: string;
  readonly duplicate: boolean;
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

  constructor(@InjectStore() store: Store, @Inject(DepositsService) deposits: DepositsService, @Inject(Inbox) inbox: Inbox) {
    this.#store = store;
    this.#deposits = deposits;
    this.#inbox = inbox;
  }

  /**
   * Resolves when the file is safe. The same bytes under the same name again are the same job, however many ask at once.
   *
   * @throws {Problem} `idempotency-conflict`: the key names other bytes
   */
  async accept(arrival: Arrival): Promise<Accepted> {
    try {
      return await this.#keep(arrival);
    } catch (error) {
      await arrival.body.spoolFile?.drop();
      if (error instanceof StaleWriteError) return this.#again(arrival);
      throw error;
    }
  }

  async #keep({ route, file, idempotencyKey, recipe, body, receivedAt }: Arrival): Promise<Accepted> {
    const { dataset, metadata, finish } = recipe;
    const sha256 = body.sums.sha256 ?? '';
    const id = contentId({ route, dataset, file, sha256 });
    const { id: jobId, statements } = this.#deposits.prepare({
      key: `gateway/${id}`,
      metadata,
      files: [{ key: file, size: body.size, md5: body.md5, sha256, ref: `inbox:${id}` }],
      finish,
      series: `${route}/${dataset}`,
      meta: { route, dataset },
    });
    const entry: InboxEntry = {
      id,
      jobId,
      route,
      dataset,
      file,
      size: body.size,
      md5: body.md5,
      sha256,
      receivedAt,
      body: body.bytes,
      spool: body.spoolFile?.name,
    };
    const binding = idempotencyKey === undefined ? [] : this.#inbox.bindKey(route, idempotencyKey, id, receivedAt.getTime());
    await this.#store.write([this.#inbox.insert(entry), ...binding, ...statements]);
    this.#deposits.wake();
    return { job: { id: jobId, state: 'queued' }, dataset, sha256, duplicate: false };
  }

  /** The batch was undone since the content or the key is there already. */
  async #again({ route, file, idempotencyKey, recipe: { dataset }, body, receivedAt }: Arrival): Promise<Accepted> {
    const sha256 = body.sums.sha256 ?? '';
    const id = contentId({ route, dataset, file, sha256 });
    if (idempotencyKey !== undefined) {
      const bound = await this.#inbox.findByKey(route, idempotencyKey);
      if (bound && bound.id !== id) throw conflict(bound);
      if (!bound) await this.#store.write(this.#inbox.bindKey(route, idempotencyKey, id, receivedAt.getTime()));
    }
    const entry = await this.#inbox.find(id);
    if (!entry) throw new Error(`The inbox has no entry ${id} though the store said so.`);
    // Sending again is how an instrument asks for another try.
    const job = await this.#deposits.get(entry.jobId);
    const now = job.state === 'failed' ? await this.#deposits.retry(job.id) : job;
    return { job: now, dataset, sha256, duplicate: true };
  }
}

function conflict({ jobId, dataset, file }: InboxEntry): Problem {
  const detail = `The Idempotency-Key was used before for other bytes: "${file}" of the dataset "${dataset}".`;
  return new Problem('idempotency-conflict', detail, 'Take a new key for new bytes, or send no key: equal bytes are recognised anyway.', {
    members: { first_job: jobId },
  });
}
