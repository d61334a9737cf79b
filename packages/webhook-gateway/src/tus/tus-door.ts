import { createHash, randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import type { Server } from '@tus/server';
import type { Admission } from '../auth/admission.ts';
import type { Settings } from '../config/settings.ts';
import { checkEncoding } from '../doors/security-checks.ts';
import { checkKind } from '../doors/turn.ts';
import { GATEWAY_SETTINGS } from '../gateway.tokens.ts';
import { datasetName, fileName } from '../intake/file-name.ts';
import type { PaceLimits } from '../intake/pace.ts';
import { emptyFile, tooLarge } from '../intake/receive.ts';
import { judgeEarly, Reception } from '../intake/reception.ts';
import { Spool } from '../intake/spool.ts';
import { Addresses } from '../jobs/addresses.ts';
import { Problem } from '../problems/problem.ts';
import type { Recipe } from '../recipes/recipe.ts';
import { RecipeBook } from '../recipes/recipe-book.ts';
import type { Payload } from '../recipes/template.ts';
import { PieceBody } from './piece-body.ts';
import { pieceSumOf, TusUploads, type UploadInfo } from './tus-uploads.ts';

const expiryMs = 7 * 86_400_000;
const lookMs = 30_000;
/** Unfinished uploads of one route. */
const mostOpen = 1_000;

/** Resumable uploads (tus 1.0). A file is taken in when its last byte is there; the answer to that byte waits for it. */
@Injectable()
export class TusDoor implements OnApplicationBootstrap, OnApplicationShutdown {
  readonly #settings: Settings;
  readonly #book: RecipeBook;
  readonly #spool: Spool;
  readonly #reception: Reception;
  readonly #addresses: Addresses;
  readonly #uploads: TusUploads;
  #server: Promise<Server> | undefined;
  readonly #finishing = new Map<string, Promise<string>>();
  #timer: NodeJS.Timeout | undefined;

  constructor(
    @Inject(GATEWAY_SETTINGS) settings: Settings,
    @Inject(RecipeBook) book: RecipeBook,
    @Inject(Spool) spool: Spool,
    @Inject(Reception) reception: Reception,
    @Inject(Addresses) addresses: Addresses,
  ) {
    this.#settings = settings;
    this.#book = book;
    this.#spool = spool;
    this.#reception = reception;
    this.#addresses = addresses;
    this.#uploads = new TusUploads(`${settings.spool}-tus`, expiryMs);
  }

  async onApplicationBootstrap(): Promise<void> {
    await this.#tidy();
    this.#timer = setInterval(() => void this.#tidy(), lookMs);
  }

  async onApplicationShutdown(): Promise<void> {
    clearInterval(this.#timer);
    await Promise.allSettled(this.#finishing.values());
  }

  /** Opens an upload. What the recipe would refuse is refused now, before any byte. @throws {Problem} */
  async create(request: IncomingMessage, recipe: Recipe, { headers }: Admission): Promise<Response> {
    checkKind(recipe, 'tus');
    checkEncoding(request);
    const length = Number(headers['upload-length']);
    if (headers['upload-length'] !== undefined && length > this.#reception.limitOf(recipe)) throw tooLarge(this.#reception.limitOf(recipe));
    if (length === 0) throw emptyFile();
    const metadata = metadataOf(String(headers['upload-metadata'] ?? ''));
    const { name, said } = saidBy(recipe, metadata, new Date());
    judgeEarly(recipe, said, name);
    const open = this.#uploads.openOf(recipe.route);
    if (open >= mostOpen)
      throw new Problem(
        'too-busy',
        `The route ${recipe.route} has ${open} unfinished uploads.`,
        'Finish or delete some; they end by themselves after 7 days.',
        { headers: { 'retry-after': '3600' } },
      );
    const id = randomBytes(16).toString('hex');
    this.#uploads.expect(id, recipe.route);
    try {
      return await this.#ask(request, { 'gateway-upload': id });
    } finally {
      this.#uploads.forget(id);
    }
  }

  /** Goes on with, asks about, or deletes an upload of this route. @throws {Problem} `not-found` also for another's */
  async upload(request: IncomingMessage, route: string, id: string): Promise<Response> {
    const info = await this.#uploads.info(id);
    if (info?.route !== route) throw noUpload();
    checkEncoding(request);
    const sum = request.method === 'PATCH' ? pieceSumOf(headerOf(request, 'upload-checksum')) : undefined;
    if (sum === null)
      throw new Problem(
        'bad-header',
        'Upload-Checksum cannot be checked.',
        'Send sha256, sha1 or md5 and the base64 of the sum, or no checksum.',
      );
    this.#uploads.expectSum(id, sum);
    // Whole, but not taken in: the sender must not hear that all is well before it is.
    if (request.method === 'HEAD' && info.jobId === undefined && (await this.#isWhole(info))) await this.#finish(id);
    return this.#ask(request);
  }

  async #ask(request: IncomingMessage, more: Readonly<Record<string, string>> = {}): Promise<Response> {
    const { method = '', url = '/' } = request;
    const headers = new Headers(more);
    for (const [name, value] of Object.entries(request.headers))
      if (value !== undefined && !(name in more)) headers.set(name, String(value));
    const body = method === 'POST' || method === 'PATCH' ? new PieceBody(request, this.#reception.pace) : undefined;
    const asked = new Request(`http://gateway${url}`, {
      method,
      headers,
      ...(body && { body: body.stream, duplex: 'half' }),
    } as RequestInit);
    try {
      const answer = await (await this.#library()).handleWeb(asked as Parameters<Server['handleWeb']>[0]);
      if (body?.isSlow) throw tooSlow(answer, this.#reception.pace);
      return answer;
    } finally {
      body?.stop();
    }
  }

  #library(): Promise<Server> {
    this.#server ??= import('./tus-server.ts').then(({ tusServer }) =>
      tusServer({
        uploads: this.#uploads,
        expiryMs,
        publicUrl: () => this.#addresses.publicUrl,
        finish: async (id) => this.#addresses.job(await this.#finish(id)),
      }),
    );
    return this.#server;
  }

  #finish(id: string): Promise<string> {
    const running = this.#finishing.get(id) ?? this.#takeIn(id).finally(() => this.#finishing.delete(id));
    this.#finishing.set(id, running);
    return running;
  }

  /** A link first, so that a crash at any moment leaves the bytes here or there. */
  async #takeIn(id: string): Promise<string> {
    const info = await this.#uploads.info(id);
    if (!info) throw noUpload();
    if (info.jobId !== undefined) return info.jobId;
    const recipe = this.#book.find(info.route);
    if (!recipe) throw noUpload();
    const path = this.#uploads.path(id);
    const { sha256, md5 } = this.#uploads.sums(id, info.size) ?? (await sumsOf(path));
    const receivedAt = new Date(info.createdAt);
    const { name, said } = saidBy(recipe, info.metadata, receivedAt);
    const spoolFile = await this.#spool.adopt(path);
    const body = { size: info.size, md5, sums: { sha256, sha512: undefined }, bytes: undefined, spoolFile };
    const { job } = await this.#reception.accept({ recipe, said, files: [{ name, body }], idempotencyKey: undefined, receivedAt });
    await this.#uploads.finish(info, job.id);
    return job.id;
  }

  async #isWhole({ id, size }: UploadInfo): Promise<boolean> {
    return (await stat(this.#uploads.path(id)).catch(() => undefined))?.size === size;
  }

  /** Takes in what became whole before a crash or while the store could not write, and throws away what is too old. */
  async #tidy(): Promise<void> {
    try {
      for (const info of await this.#uploads.unfinished()) if (await this.#isWhole(info)) await this.#finish(info.id);
      await this.#uploads.deleteExpired();
    } catch (error) {
      const message = `A resumable upload that is whole cannot be taken in yet: ${(error as Error).message}`;
      this.#settings.log({ time: new Date().toISOString(), level: 'error', kind: 'tus', message });
    }
  }
}

const headerOf = ({ headers }: IncomingMessage, name: string): string | undefined => {
  const value = headers[name];
  return value === undefined ? undefined : String(value);
};

/** `filename` and `dataset` are what they say; everything else is meta. @throws {Problem} */
function saidBy(
  recipe: Recipe,
  metadata: UploadInfo['metadata'],
  receivedAt: Date,
): { readonly name: string; readonly said: Omit<Payload, 'file'> } {
  const { filename, dataset, filetype: _type, ...meta } = metadata;
  const name = fileName(filename ?? '');
  const said = {
    route: recipe.route,
    dataset: dataset === undefined || dataset === null ? undefined : datasetName(dataset),
    meta,
    received: receivedAt.toISOString(),
  };
  return { name, said };
}

/** Pairs of a key and the base64 of UTF-8. @throws {Problem} `bad-header` */
function metadataOf(header: string): UploadInfo['metadata'] {
  const found: Record<string, string> = {};
  for (const pair of header === '' ? [] : header.split(',')) {
    const [, key = '', base64 = ''] = /^\s*([A-Za-z0-9_.-]{1,100})(?: ([A-Za-z0-9+/]*={0,2}))?\s*$/.exec(pair) ?? [];
    if (key === '' || Object.hasOwn(found, key) || ['__proto__', 'constructor', 'prototype'].includes(key)) throw badMetadata();
    found[key] = textOf(base64);
  }
  return found;
}

function textOf(base64: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(base64, 'base64'));
  } catch {
    throw badMetadata();
  }
}

const badMetadata = (): Problem =>
  new Problem(
    'bad-header',
    'Upload-Metadata cannot be read.',
    'Send pairs of a key and the base64 of UTF-8, each key once: filename and dataset at least.',
  );

const noUpload = (): Problem =>
  new Problem('not-found', 'There is no such upload on this route.', 'Begin a new one; an unfinished upload is kept for 7 days.');

/** Says where the upload stands, as an answer to a whole piece would. */
function tooSlow({ headers }: Response, { paceBytes, paceWindowMs }: PaceLimits): Problem {
  const [offset, location] = [headers.get('upload-offset'), headers.get('location')];
  const kept = offset === null ? 'nothing of the piece was kept' : `what came is kept, and the upload stands at byte ${offset}`;
  return new Problem(
    'slow-piece',
    `Fewer than ${paceBytes} bytes came in ${paceWindowMs / 1000} seconds; ${kept}.`,
    'Check the network; ask by HEAD where the upload stands, then go on there.',
    {
      headers: {
        'tus-resumable': '1.0.0',
        'retry-after': '1',
        ...(offset !== null && { 'upload-offset': offset }),
        ...(location !== null && { location }),
      },
    },
  );
}

async function sumsOf(path: string): Promise<{ readonly sha256: string; readonly md5: string }> {
  const [sha256, md5] = [createHash('sha256'), createHash('md5')];
  for await (const chunk of createReadStream(path, { highWaterMark: 1024 * 1024 })) {
    sha256.update(chunk as Buffer);
    md5.update(chunk as Buffer);
  }
  return { sha256: sha256.digest('hex'), md5: md5.digest('hex') };
}
