import { createHash } from 'node:crypto';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { fileFromUrl, isConfigurationError } from '@zenodo-connect/core';
import { InjectStore, type Store } from '@zenodo-connect/nestjs';
import type { Settings } from '../config/settings.ts';
import { GATEWAY_SETTINGS } from '../gateway.tokens.ts';
import { Problem } from '../problems/problem.ts';
import type { Pull } from '../recipes/door-settings.ts';
import type { Recipe } from '../recipes/recipe.ts';
import { RecipeBook } from '../recipes/recipe-book.ts';
import type { Payload } from '../recipes/template.ts';
import { type PullEntry, type PullFile, Pulls } from '../tables/pulls.ts';
import { type ArrivedFile, dropBodies } from './arrival.ts';
import type { Accepted } from './intake.ts';
import { Reception } from './reception.ts';

const lookMs = 1_000;
const delaysMs = [5_000, 30_000, 120_000, 600_000, 1_800_000, 3_600_000];
/** An address that is wrong is asked a few times: some servers know a new file only after a while. */
const triesForWrong = 4;

interface Wanted {
  readonly recipe: Recipe;
  readonly said: Omit<Payload, 'file'>;
  readonly files: readonly PullFile[];
  readonly key: string | undefined;
  /** What told of the files. */
  readonly bytes: Uint8Array;
  readonly receivedAt: Date;
}

/** Fetches what a message told of: kept in the database first, so that the answer need not wait for it. */
@Injectable()
export class Puller implements OnApplicationBootstrap, OnApplicationShutdown {
  readonly #pulls: Pulls;
  readonly #book: RecipeBook;
  readonly #reception: Reception;
  readonly #settings: Settings;
  readonly #folder: string;
  readonly #stopping = new AbortController();
  readonly #running = new Map<string, Promise<void>>();
  #timer: NodeJS.Timeout | undefined;

  constructor(
    @InjectStore() store: Store,
    @Inject(RecipeBook) book: RecipeBook,
    @Inject(Reception) reception: Reception,
    @Inject(GATEWAY_SETTINGS) settings: Settings,
  ) {
    this.#pulls = new Pulls(store);
    this.#book = book;
    this.#reception = reception;
    this.#settings = settings;
    this.#folder = join(settings.folder, 'fetch');
  }

  async onApplicationBootstrap(): Promise<void> {
    await rm(this.#folder, { recursive: true, force: true });
    await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    this.#timer = setInterval(() => void this.#look(), lookMs);
  }

  async onApplicationShutdown(): Promise<void> {
    clearInterval(this.#timer);
    this.#stopping.abort();
    await Promise.all(this.#running.values());
  }

  /** Resolves once it is kept. @throws {Problem} `idempotency-conflict` */
  async want({ recipe: { route }, said, files, key, bytes, receivedAt }: Wanted): Promise<Accepted> {
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const id = createHash('sha256')
      .update(`pull:${route}:${key ?? sha256}`)
      .digest('hex')
      .slice(0, 32);
    const { dataset = '', meta } = said;
    const isNew = await this.#pulls.add({ id, route, dataset: said.dataset, meta, files, sha256, receivedAt });
    const known = isNew ? undefined : await this.#pulls.find(id);
    if (known && known.sha256 !== sha256) throw conflict(id);
    if (known?.state === 'failed') await this.#pulls.retry(id, Date.now());
    void this.#look();
    return { job: { id: known?.jobId ?? id, state: 'fetching' }, dataset, sha256, duplicate: !isNew };
  }

  find(id: string): Promise<PullEntry | undefined> {
    return this.#pulls.find(id);
  }

  async #look(): Promise<void> {
    try {
      for (const entry of await this.#pulls.due(Date.now())) {
        // One at a time for each route, so that a slow server delays its own route alone.
        if (this.#stopping.signal.aborted || this.#running.has(entry.route)) continue;
        const work = this.#fetch(entry).finally(() => this.#running.delete(entry.route));
        this.#running.set(entry.route, work);
      }
    } catch (error) {
      this.#log(`What is to be fetched cannot be read: ${(error as Error).message}`);
    }
  }

  async #fetch(entry: PullEntry): Promise<void> {
    const recipe = this.#book.find(entry.route);
    const files: ArrivedFile[] = [];
    try {
      if (!recipe?.pull)
        throw new Problem('recipe-refused', `The route ${entry.route} fetches nothing any more.`, 'Bring its recipe back.');
      for (const file of entry.files) files.push(await this.#one(file, recipe, recipe.pull));
      const { route, dataset, meta, receivedAt } = entry;
      const said = { route, dataset, meta, received: receivedAt.toISOString() };
      const { job } = await this.#reception.accept({
        recipe,
        said,
        files,
        idempotencyKey: undefined,
        receivedAt,
        also: (jobId) => [this.#pulls.done(entry.id, jobId)],
      });
      this.#settings.log({ time: new Date().toISOString(), level: 'info', kind: 'fetch', job: job.id });
    } catch (error) {
      await dropBodies(files);
      if (!this.#stopping.signal.aborted) await this.#setBack(entry, error).catch((failure: Error) => this.#log(failure.message));
    }
  }

  async #one({ url, name }: PullFile, recipe: Recipe, { allow_private: allowPrivate = [], authorization }: Pull): Promise<ArrivedFile> {
    const { signal } = this.#stopping;
    const limitBytes = this.#reception.limitOf(recipe);
    const headers = authorization && { authorization: `${authorization.scheme} ${this.#settings.secrets[authorization.secret] ?? ''}` };
    const source = await fileFromUrl(url, {
      key: name,
      allowPrivate,
      ...(headers && { headers }),
      signal,
      spool: { folder: this.#folder, limitBytes, signal },
    });
    try {
      const opened = await source.open();
      try {
        const body = await this.#reception.receive(
          Readable.from(opened.body as AsyncIterable<Uint8Array>, { objectMode: false, signal }),
          recipe,
        );
        return { name, body };
      } finally {
        await opened.close?.();
      }
    } finally {
      await source.dispose();
    }
  }

  async #setBack({ id, attempts, receivedAt }: PullEntry, error: unknown): Promise<void> {
    const message = error instanceof Error ? error.message : String(error);
    const late = Date.now() - receivedAt.getTime() > (this.#settings.deposits.giveUpAfterMs ?? 14 * 86_400_000);
    const refused = error instanceof Problem && error.status < 500;
    const wrong = isConfigurationError(error) && attempts + 1 >= triesForWrong;
    const delay = delaysMs[Math.min(attempts, delaysMs.length - 1)]!;
    await this.#pulls.setBack(id, message, late || refused || wrong ? undefined : Date.now() + delay);
    this.#log(`A file could not be fetched: ${message}`);
  }

  #log(message: string): void {
    this.#settings.log({ time: new Date().toISOString(), level: 'error', kind: 'fetch', message });
  }
}

function conflict(firstJob: string): Problem {
  return new Problem(
    'idempotency-conflict',
    'The name of this delivery was used before for another message.',
    'Take a new id for a new message.',
    {
      members: { first_job: firstJob },
    },
  );
}
