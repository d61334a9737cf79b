import { createHash, randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, open, rm } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import path from 'node:path';
import { type Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Busboy, type BusboyHeaders } from '@fastify/busboy';
import { BadRequestException } from '@nestjs/common';
import type { JobFile } from '@zenodo-connect/nestjs';

/** Injection token: the folder for received files. */
export const UPLOADS = Symbol('UPLOADS');

export interface ReceivedForm {
  readonly fields: ReadonlyMap<string, string>;
  /** On disk, also after a crash of the machine. */
  readonly files: readonly JobFile[];
}

/** What Zenodo takes in one record. */
const limits = { files: 100, fields: 50, fieldSize: 64_000 };

/**
 * Reads a form with files as it comes, whatever its size: each file goes to the disk and is hashed on the way.
 *
 * @throws {BadRequestException} it is no such form, or is not whole; then nothing of it is kept
 */
export async function receiveForm(request: IncomingMessage, folder: string): Promise<ReceivedForm> {
  await mkdir(folder, { recursive: true });
  const form = formOf(request);
  const fields = new Map<string, string>();
  const streams: Readable[] = [];
  const arriving: Promise<JobFile>[] = [];
  const refuse = (why: string) => form.destroy(new BadRequestException(why));
  form.on('field', (name, value, _nameCut, valueCut) => {
    fields.set(name, value);
    if (valueCut) refuse(`The field "${name}" is longer than ${limits.fieldSize} bytes; shorten it.`);
  });
  form.on('file', (_name, stream, filename) => {
    streams.push(stream);
    const file = keep(stream, path.basename(filename ?? ''), folder);
    // A full disk ends the whole form.
    file.catch((error: Error) => form.destroy(error));
    arriving.push(file);
  });
  form.on('filesLimit', () => refuse(`A dataset has at most ${limits.files} files; send fewer.`));
  form.on('fieldsLimit', () => refuse(`A dataset has at most ${limits.fields} fields; send fewer.`));
  const [read] = await Promise.allSettled([pipeline(request, form)]);
  if (read.status === 'rejected') for (const stream of streams) stream.destroy(new Error('The form ended before its file.'));
  const files = await Promise.allSettled(arriving);
  const kept = files.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
  if (read.status === 'fulfilled') return { fields, files: kept };
  await removeFiles(kept);
  throw isSystemError(read.reason) ? read.reason : new BadRequestException(sentenceOf(read.reason));
}

/** The disk's fault rather than the sender's. */
const isSystemError = (error: unknown): boolean => error instanceof Error && 'syscall' in error;

const sentenceOf = (error: unknown): string =>
  error instanceof BadRequestException ? error.message : 'The form did not come whole; send it again.';

/** Takes received files off the disk; those that are gone already are no matter. */
export async function removeFiles(files: readonly JobFile[]): Promise<void> {
  await Promise.all(files.map(({ ref }) => rm(ref.slice('path:'.length), { force: true })));
}

function formOf(request: IncomingMessage) {
  try {
    return new Busboy({ headers: request.headers as BusboyHeaders, limits });
  } catch {
    throw new BadRequestException('Send the dataset as multipart/form-data: its files, and the fields "title" and "creator".');
  }
}

async function keep(stream: Readable, key: string, folder: string): Promise<JobFile> {
  const file = path.resolve(folder, randomUUID());
  const md5 = createHash('md5');
  let size = 0;
  const counted = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      size += chunk.length;
      md5.update(chunk);
      done(null, chunk);
    },
  });
  try {
    // `flush` is an fsync before the file is closed.
    await pipeline(stream, counted, createWriteStream(file, { flags: 'wx', flush: true }));
    await syncFolder(folder);
  } catch (error) {
    await rm(file, { force: true });
    throw error;
  }
  return { key, size, md5: md5.digest('hex'), ref: `path:${file}` };
}

/** A file's name is safe on disk when its folder is. */
async function syncFolder(folder: string): Promise<void> {
  await using handle = await open(folder);
  await handle.sync();
}
