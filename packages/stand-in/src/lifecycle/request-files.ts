import { randomInt } from 'node:crypto';
import { extname } from 'node:path';
import type { App } from '../app.ts';
import { invalid } from '../http/problem.ts';
import { type Doc, docsAt, textAt } from '../json.ts';
import type { StoredBytes } from '../state/blobs.ts';
import type { FileState } from '../state/entry.ts';
import type { ReviewRequest } from '../state/request.ts';
import { changeRequest } from './requests.ts';
import { wholeFile } from './uploads.ts';

/** Digits and letters that are not taken for each other. */
const CHARACTERS = '0123456789abcdefghjkmnpqrstvwxyz';

/** Puts a file beside a request. Its key is the name that it came with, made unlike all others. */
export function addRequestFile(app: App, request: ReviewRequest, name: string, stored: StoredBytes): FileState {
  const ending = extname(name);
  const key = `${ending === '' ? name : name.slice(0, -ending.length)}-${randomPart()}-${randomPart()}${ending}`;
  const file: FileState = { ...wholeFile(app, key, stored), metadata: { original_filename: name } };
  changeRequest(app, request, { files: [...(request.files ?? []), file] });
  return file;
}

/** Takes files and their bytes away. */
export function removeRequestFiles(app: App, request: ReviewRequest, gone: readonly FileState[]): ReviewRequest {
  if (gone.length === 0) return request;
  const changed = changeRequest(app, request, { files: (request.files ?? []).filter((file) => !gone.includes(file)) });
  for (const { blob } of gone) if (blob !== undefined) app.blobs.remove(blob);
  return changed;
}

/** The files of a request that a comment shows. */
export function filesIn({ files = [] }: ReviewRequest, payload: Doc): FileState[] {
  const wanted = idsIn(payload);
  return files.filter(({ fileId }) => fileId !== undefined && wanted.includes(fileId));
}

/** @throws {Problem} 400 for each file that a comment names and the request has not */
export function requireFiles(request: ReviewRequest, payload: Doc): void {
  const known = new Set((request.files ?? []).map(({ fileId }) => fileId));
  const errors = idsIn(payload).flatMap((id, at) =>
    known.has(id) ? [] : [{ field: `payload.files[${at}]`, messages: [`File ${id} not found.`] }],
  );
  if (errors.length > 0) throw invalid(errors);
}

function idsIn(payload: Doc): string[] {
  return docsAt(payload, 'files').map((file) => textAt(file, 'file_id')!.toLowerCase());
}

function randomPart(): string {
  return Array.from({ length: 5 }, () => CHARACTERS[randomInt(CHARACTERS.length)]).join('');
}
