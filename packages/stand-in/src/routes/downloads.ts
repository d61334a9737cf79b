import type { App } from '../app.ts';
import type { Call } from '../http/call.ts';
import { Problem } from '../http/problem.ts';
import { type Reply, reply } from '../http/reply.ts';
import { mediaTypeOf } from '../replies/media-types.ts';
import type { FileState } from '../state/entry.ts';

/** The bytes of a committed file, or the one range that was asked for, with the headers of the live site. */
export function download(call: Call, app: App, file: FileState): Reply {
  const size = file.size ?? 0;
  const headers = {
    etag: `"${file.checksum}"`,
    'content-md5': (file.checksum ?? '').replace('md5:', ''),
    'accept-ranges': 'bytes',
    'last-modified': new Date(file.updated).toUTCString(),
    'content-disposition': `attachment; filename=${headerName(file.key)}`,
    'x-content-type-options': 'nosniff',
    'content-security-policy': "default-src 'none';",
  };
  if (call.headers['if-none-match'] === headers.etag) return reply(304, typeOf(file.key), '', headers);
  const path = app.blobs.path(file.blob!);
  const range = rangeOf(call.headers['range'], size);
  if (range === undefined) return reply(200, typeOf(file.key), { path, start: 0, end: size - 1 }, headers);
  if (range === 'unsatisfiable') throw new Problem(416, 'The requested range is not satisfiable.');
  return reply(206, typeOf(file.key), { path, ...range }, { ...headers, 'content-range': `bytes ${range.start}-${range.end}/${size}` });
}

/** One range of a `Range` header; undefined for none, several, or one that is no range: then the whole file is sent. */
function rangeOf(header: string | undefined, size: number): { start: number; end: number } | 'unsatisfiable' | undefined {
  const found = /^bytes=(\d*)-(\d*)$/.exec(header ?? '');
  if (!found || (found[1] === '' && found[2] === '')) return undefined;
  const [, first = '', last = ''] = found;
  const start = first === '' ? Math.max(0, size - Number(last)) : Number(first);
  const end = first === '' || last === '' ? size - 1 : Math.min(Number(last), size - 1);
  if (start >= size || (first === '' && Number(last) === 0)) return 'unsatisfiable';
  return end < start ? undefined : { start, end };
}

/** Every text is sent as plain text, so that no browser runs it. */
function typeOf(key: string): string {
  const type = mediaTypeOf(key);
  return type.startsWith('text/') || type === 'image/svg+xml' ? 'text/plain; charset=utf-8' : type;
}

function headerName(key: string): string {
  const name = key.split('/').at(-1) ?? key;
  return /^[\w.+-]+$/.test(name) ? name : `"download"; filename*=UTF-8''${encodeURIComponent(name)}`;
}
