import { pipeline } from 'node:stream/promises';
import { Busboy } from '@fastify/busboy';
import type { Blobs, StoredBytes } from '../state/blobs.ts';
import type { Call } from './call.ts';
import { checkLength } from './json-body.ts';
import { Problem } from './problem.ts';

/** An upload by a form: its file, and the name that it shall have. */
export interface UploadForm {
  /** The field `name`, or the name of the file itself. */
  readonly name: string;
  readonly stored: StoredBytes;
}

const unreadable = () => new Problem(400, 'The browser (or proxy) sent a request that this server could not understand.');

/**
 * Reads `multipart/form-data` with the parts `file` and `name`, in any order; the bytes go to the disk as they come.
 *
 * @throws {Problem} 400 when the body is no such form, or has no file; 413 when it is too long
 */
export async function readUpload(call: Call, blobs: Blobs): Promise<UploadForm> {
  checkLength(call.headers['content-length']);
  const type = call.headers['content-type'] ?? '';
  if (!/^multipart\/form-data\s*;/i.test(type)) throw unreadable();
  const parsed = await parse(call, type, blobs).catch((error: unknown) => {
    if (error instanceof Problem || !(error instanceof Error) || 'code' in error) throw error;
    throw unreadable();
  });
  const { file, name } = parsed;
  if (!file) throw unreadable();
  return { name: name ?? file.name, stored: file.stored };
}

interface Parsed {
  name?: string;
  file?: { name: string; stored: StoredBytes };
}

async function parse(call: Call, type: string, blobs: Blobs): Promise<Parsed> {
  const form = new Busboy({ headers: { 'content-type': type } });
  const found: Parsed = {};
  let taking: Promise<void> | undefined;
  form.on('field', (field, value) => {
    if (field === 'name') found.name ??= value;
  });
  form.on('file', (field, stream, name) => {
    if (field !== 'file' || taking) return void stream.resume();
    taking = blobs.take(stream).then((stored) => {
      found.file = { name: name ?? '', stored };
    });
    // Waited for below; until then a broken stream is no unhandled failure.
    taking.catch(() => {});
  });
  try {
    await pipeline(call.bytes, form);
  } finally {
    await taking;
  }
  return found;
}
