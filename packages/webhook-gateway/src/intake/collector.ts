import { randomBytes } from 'node:crypto';
import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import {
  DepositsService,
  InjectStore,
  type NewDeposit,
  type PreparedDeposit,
  StaleWriteError,
  type Statement,
  type Store,
} from '@zenodo-connect/nestjs';
import type { Settings } from '../config/settings.ts';
import { GATEWAY_SETTINGS } from '../gateway.tokens.ts';
import { Problem } from '../problems/problem.ts';
import type { Recipe, RecipeResult } from '../recipes/recipe.ts';
import type { Payload } from '../recipes/template.ts';
import { type Gathering, Gatherings } from '../tables/gatherings.ts';
import { Inbox, type InboxEntry } from '../tables/inbox.ts';
import { type ArrivedFile, dropBodies, setId } from './arrival.ts';
import { missingFiles } from './globs.ts';
import { inboxRef } from './inbox-files.ts';
import type { Accepted } from './intake.ts';
import { Pressure } from './pressure.ts';
import { termsOf } from './terms-of.ts';

/** A record on Zenodo holds no more. */
export const mostFiles = 100;
const lookMs = 1_000;

/** A file for a dataset that is collected. */
interface Offer {
  readonly recipe: Recipe;
  readonly payload: Payload;
  readonly files: readonly ArrivedFile[];
  readonly idempotencyKey: string | undefined;
  readonly receivedAt: Date;
  readonly also?: (id: string) => readonly Statement[];
}

/**
 * Keeps the files of a dataset together until they are complete: all expected ones are there, nothing came for a while, or
 * somebody said so. Then they become one deposit, in one transaction.
 */
@Injectable()
export class Collector implements OnApplicationBootstrap, OnApplicationShutdown {
  readonly #store: Store;
  readonly #deposits: DepositsService;
  readonly #inbox: Inbox;
  readonly #gatherings: Gatherings;
  readonly #settings: Settings;
  readonly #pressure: Pressure;
  #timer: NodeJS.Timeout | undefined;
  #pass: Promise<void> = Promise.resolve();

  constructor(
    @InjectStore() store: Store,
    @Inject(DepositsService) deposits: DepositsService,
    @Inject(Inbox) inbox: Inbox,
    @Inject(GATEWAY_SETTINGS) settings: Settings,
    @Inject(Pressure) pressure: Pressure,
  ) {
    this.#pressure = pressure;
    this.#store = store;
    this.#deposits = deposits;
    this.#inbox = inbox;
    this.#gatherings = new Gatherings(store);
    this.#settings = settings;
  }

  onApplicationBootstrap(): void {
    this.#timer = setInterval(() => {
      this.#pass = this.#pass.then(() => this.#endDue());
    }, lookMs);
  }

  async onApplicationShutdown(): Promise<void> {
    clearInterval(this.#timer);
    await this.#pass;
  }

  /** @throws {Problem} `too-many-files`, what the recipe refuses, `idempotency-conflict` */
  async take(offer: Offer): Promise<Accepted> {
    try {
      for (;;) {
        const taken = await this.#takeOnce(offer);
        if (taken) return taken;
      }
    } catch (error) {
      await dropBodies(offer.files);
      throw error;
    }
  }

  /**
   * The dataset is complete: its files become a deposit now.
   *
   * @throws {Problem} `nothing-collected`
   */
  async complete(route: string, dataset: string): Promise<Accepted> {
    for (;;) {
      const open = await this.#gatherings.openOne(route, dataset);
      if (!open) break;
      const job = await this.#end(open);
      if (job) return job;
    }
    throw new Problem(
      'nothing-collected',
      `No files of the dataset "${dataset}" wait on this route.`,
      'Send the files first; what was completed before is a job of its own.',
    );
  }

  async find(id: string): Promise<{ readonly gathering: Gathering; readonly files: readonly InboxEntry[] } | undefined> {
    const gathering = await this.#gatherings.find(id);
    return gathering && { gathering, files: await this.#inbox.ofJob(gathering.jobId ?? id) };
  }

  /** Undefined when the set was ended, or another was opened, in between. */
  async #takeOnce(offer: Offer): Promise<Accepted | undefined> {
    const { recipe, payload, files, idempotencyKey: key, receivedAt, also } = offer;
    const { route } = recipe;
    const first = recipe.apply(payload);
    const { dataset } = first;
    const open = await this.#gatherings.openOne(route, dataset);
    const meta = { ...open?.meta, ...payload.meta };
    const result = open ? recipe.apply({ ...payload, meta }) : first;
    const known = await this.#alreadyHere(route, dataset, files);
    if (known) {
      if (also) await this.#write(also(known));
      await dropBodies(files);
      return { job: { id: known, state: 'collecting' }, dataset, sha256: files[0]?.body.sums.sha256 ?? '', duplicate: true };
    }
    const id = open?.id ?? randomBytes(16).toString('hex');
    const before = open ? await this.#inbox.ofJob(id) : [];
    const names = new Set([...before.map(({ file }) => file), ...files.map(({ name }) => name)]);
    if (names.size > mostFiles) throw tooManyFiles();
    const replaced = before.filter(({ file, releasedAt }) => releasedAt === undefined && files.some(({ name }) => name === file));
    const wait = recipe.collect?.wait_s;
    const dueAt = wait === undefined ? undefined : new Date(receivedAt.getTime() + wait * 1_000);
    const openedAt = open?.openedAt ?? receivedAt;
    const gathering = { id, route, dataset, meta, result, openedAt, dueAt, jobId: undefined, fence: open?.fence ?? 0 };
    const ids = files.map(() => randomBytes(20).toString('hex'));
    const written = await this.#write([
      this.#gatherings.keep(gathering, open === undefined),
      ...replaced.map((entry) => this.#inbox.release(entry.id, receivedAt.getTime())),
      ...files.map(({ name, body }, at) => this.#insert({ id: ids[at]!, jobId: id, route, dataset, name, body, receivedAt })),
      ...(key === undefined ? [] : this.#inbox.bindKey(route, key, ids[0]!, receivedAt.getTime())),
      ...(also?.(id) ?? []),
    ]);
    if (!written) {
      const bound = key === undefined ? undefined : await this.#inbox.findByKey(route, key);
      if (bound) throw keyConflict(bound);
      return undefined;
    }
    const isWhole = recipe.collect?.files && missingFiles(recipe.collect.files, [...names]).length === 0;
    const ended = isWhole ? await this.#end({ ...gathering, fence: open ? open.fence + 1 : 0 }) : undefined;
    return ended ?? { job: { id, state: 'collecting' }, dataset, sha256: files[0]?.body.sums.sha256 ?? '', duplicate: false };
  }

  #insert({
    name: file,
    body,
    ...row
  }: { id: string; jobId: string; route: string; dataset: string; receivedAt: Date } & ArrivedFile): Statement {
    const { size, md5, sums, bytes, spoolFile } = body;
    return this.#inbox.insert({ ...row, file, size, md5, sha256: sums.sha256 ?? '', body: bytes, spool: spoolFile?.name });
  }

  /** What all of these files belong to already, when the latest bytes under each name are these. */
  async #alreadyHere(route: string, dataset: string, files: readonly ArrivedFile[]): Promise<string | undefined> {
    const latest = await Promise.all(files.map(({ name }) => this.#inbox.lastUnder({ route, dataset, file: name })));
    return latest.every((entry, at) => entry?.sha256 === files[at]?.body.sums.sha256) ? latest[0]?.jobId : undefined;
  }

  /** Undefined when it was ended already. */
  async #end({ id, route, dataset, result, fence }: Gathering): Promise<Accepted | undefined> {
    const entries = (await this.#inbox.ofJob(id)).filter(({ releasedAt }) => releasedAt === undefined);
    if (entries.length === 0) return undefined;
    const { id: jobId, statements } = await this.#prepared({
      set: setId({ route, dataset, files: entries }),
      ...termsOf(route, result as RecipeResult),
      files: entries.map((entry) => ({ key: entry.file, size: entry.size, md5: entry.md5, sha256: entry.sha256, ref: inboxRef(entry.id) })),
      priority: this.#pressure.nextPriority(route),
    });
    if (!(await this.#write([...this.#gatherings.end({ id, fence }, jobId), ...statements]))) return undefined;
    this.#deposits.wake();
    return { job: { id: jobId, state: 'queued' }, dataset, sha256: entries[0]!.sha256, duplicate: false };
  }

  /**
   * Named by its content: sent once more to a database that was restored, a set is found at Zenodo and not published again.
   * One that comes back after others under the same names is the next version, as its opening said.
   */
  async #prepared({ set, ...deposit }: { readonly set: string } & Omit<NewDeposit, 'key'>): Promise<PreparedDeposit> {
    for (let again = 1; ; again += 1) {
      const prepared = this.#deposits.prepare({ key: `gateway/set/${set}${again === 1 ? '' : `/${again}`}`, ...deposit });
      if (!(await this.#deposits.find(prepared.id))) return prepared;
    }
  }

  async #endDue(): Promise<void> {
    try {
      for (const gathering of await this.#gatherings.due(Date.now())) await this.#end(gathering);
    } catch (error) {
      const message = `Collected files cannot be deposited yet: ${(error as Error).message}`;
      this.#settings.log({ time: new Date().toISOString(), level: 'error', kind: 'collect', message });
    }
  }

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

export function tooManyFiles(): Problem {
  return new Problem(
    'too-many-files',
    `A record on Zenodo holds ${mostFiles} files, and these are more.`,
    'Pack them into one archive, or use several datasets.',
  );
}

function keyConflict({ jobId, file, dataset }: InboxEntry): Problem {
  const detail = `The Idempotency-Key was used before for other bytes: "${file}" of the dataset "${dataset}".`;
  return new Problem('idempotency-conflict', detail, 'Take a new key for new bytes, or send no key.', { members: { first_job: jobId } });
}
