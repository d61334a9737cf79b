import { Readable } from 'node:stream';
import type { S3Client } from '@aws-sdk/client-s3';
import { fileFromS3 } from '@zenodo-connect/core';
import type { Store } from '@zenodo-connect/nestjs';
import type { LogLine, StoreConfig } from '../config/gateway-config.ts';
import { ConfigError } from '../config/settings.ts';
import { datasetName, fileName } from '../intake/file-name.ts';
import { judgeEarly, type Reception } from '../intake/reception.ts';
import { Problem } from '../problems/problem.ts';
import type { RecipeBook } from '../recipes/recipe-book.ts';
import { SeenTable } from '../tables/seen.ts';
import { placeOf } from './place-of.ts';
import type { NotedObject } from './s3-event.ts';

interface Parts {
  readonly store: Store;
  readonly reception: Reception;
  readonly book: RecipeBook;
  readonly log: (line: LogLine) => void;
}

interface Found {
  readonly key: string;
  readonly etag: string;
}

/**
 * A bucket whose objects are taken in. Events only say where to look; each object is read with our own key, and the whole
 * bucket is looked over at the start and then and when, so that an event that never came is missed by nobody.
 */
export class S3Source {
  readonly name: string;
  readonly #config: StoreConfig;
  readonly #parts: Parts;
  readonly #seen: SeenTable;
  readonly #stopping = new AbortController();
  readonly #hints = new Set<string>();
  #timer: NodeJS.Timeout | undefined;
  #work: Promise<void> = Promise.resolve();
  #client: S3Client | undefined;

  constructor(config: StoreConfig, parts: Parts) {
    this.#config = config;
    this.#parts = parts;
    this.#seen = new SeenTable(parts.store);
    this.name = `s3:${config.name}`;
  }

  get route(): string {
    return this.#config.route;
  }

  start(): void {
    this.#timer = setInterval(() => this.#queue(() => this.sweep()), this.#config.sweepMs ?? 3_600_000);
    this.#queue(() => this.sweep());
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    this.#stopping.abort();
    await this.#work;
    this.#client?.destroy();
  }

  /** True when it is in this bucket; it is looked at soon. */
  hint({ bucket, keys }: NotedObject): boolean {
    const own = bucket === this.#config.bucket ? keys.filter((key) => key.startsWith(this.#config.prefix ?? '')) : [];
    if (own.length === 0) return false;
    if (this.#hints.size === 0) this.#queue(() => this.#follow());
    for (const key of own) this.#hints.add(key);
    return true;
  }

  async sweep(): Promise<void> {
    const { ListObjectsV2Command } = await import('@aws-sdk/client-s3');
    const { bucket, prefix } = this.#config;
    for (let token: string | undefined; ; ) {
      const command = new ListObjectsV2Command({
        Bucket: bucket,
        ...(prefix !== undefined && { Prefix: prefix }),
        ...(token !== undefined && { ContinuationToken: token }),
      });
      const page = await (await this.#open()).send(command, { abortSignal: this.#stopping.signal });
      for (const { Key: key, ETag: etag, Size: size } of page.Contents ?? []) if (key && etag && size) await this.#take({ key, etag });
      token = page.IsTruncated ? page.NextContinuationToken : undefined;
      if (token === undefined) return;
    }
  }

  async #follow(): Promise<void> {
    const { HeadObjectCommand } = await import('@aws-sdk/client-s3');
    const keys = [...this.#hints];
    this.#hints.clear();
    for (const key of keys) {
      const command = new HeadObjectCommand({ Bucket: this.#config.bucket, Key: key });
      const head = await (await this.#open()).send(command, { abortSignal: this.#stopping.signal }).catch(() => undefined);
      if (head?.ETag && head.ContentLength) await this.#take({ key, etag: head.ETag });
    }
  }

  async #take(found: Found): Promise<void> {
    if (await this.#seen.has(this.name, found.key, found.etag)) return;
    try {
      await this.#takeIn(found);
    } catch (error) {
      if (this.#stopping.signal.aborted) throw error;
      const refused = error instanceof Problem && error.status < 500 && error.status !== 429 && error.kind !== 'cut-off';
      if (refused) await this.#parts.store.write([this.#seen.add(this.name, found.key, found.etag, error.message)]);
      this.#log('error', `${found.key} is not taken${refused ? '' : ' yet'}: ${(error as Error).message}`);
    }
  }

  async #takeIn({ key, etag }: Found): Promise<void> {
    const { route, bucket, prefix = '', datasetFrom = 'folder' } = this.#config;
    const recipe = this.#parts.book.find(route);
    if (!recipe) throw new Error(`The route ${route} has no recipe any more.`);
    const place = placeOf('/', `/${key.slice(prefix.length).replace(/^\/+/, '')}`, datasetFrom);
    const receivedAt = new Date();
    const dataset = place.dataset === undefined ? undefined : datasetName(place.dataset);
    const said = { route, dataset, meta: { bucket, key }, received: receivedAt.toISOString() };
    const name = fileName(place.name);
    judgeEarly(recipe, said, name);
    const source = await fileFromS3({ bucket, key }, { client: await this.#open(), key: name, signal: this.#stopping.signal });
    const opened = await source.open();
    try {
      const body = await this.#parts.reception.receive(
        Readable.from(opened.body as AsyncIterable<Uint8Array>, { objectMode: false }),
        recipe,
      );
      if (body.size !== source.size) {
        await body.spoolFile?.drop();
        throw new Error(`it has ${source.size} bytes, and ${body.size} came.`);
      }
      const also = () => [this.#seen.add(this.name, key, etag)];
      const { job } = await this.#parts.reception.accept({
        recipe,
        said,
        files: [{ name, body }],
        idempotencyKey: undefined,
        receivedAt,
        also,
      });
      this.#log('info', `${key} is taken in.`, job.id);
    } finally {
      await opened.close?.();
    }
  }

  async #open(): Promise<S3Client> {
    this.#client ??= await clientFor(this.#config);
    return this.#client;
  }

  #queue(work: () => Promise<void>): void {
    this.#work = this.#work.then(async () => {
      if (this.#stopping.signal.aborted) return;
      await work().catch(
        (error: Error) => this.#stopping.signal.aborted || this.#log('error', `The bucket cannot be looked over now: ${error.message}`),
      );
    });
  }

  #log(level: 'info' | 'error', message: string, job?: string): void {
    this.#parts.log({
      time: new Date().toISOString(),
      level,
      kind: 's3',
      store: this.#config.name,
      message,
      ...(job !== undefined && { job }),
    });
  }
}

/** @throws {ConfigError} the library is not installed */
export async function clientFor({ endpoint, region = 'us-east-1', credentials }: StoreConfig): Promise<S3Client> {
  const library = await import('@aws-sdk/client-s3').catch(() => {
    throw new ConfigError('`stores` needs the package @aws-sdk/client-s3; install it beside the gateway.');
  });
  return new library.S3Client({
    region,
    credentials,
    responseChecksumValidation: 'WHEN_REQUIRED',
    ...(endpoint !== undefined && { endpoint, forcePathStyle: true }),
  });
}
