import type { Json } from '../json.ts';

/** An answer, before it goes to the network. */
export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | FileSlice | ByteStream;
}

/** A part of a file as a body: bytes `start` to `end`, both included. */
interface FileSlice {
  readonly path: string;
  readonly start: number;
  readonly end: number;
}

/** A body of unknown length, made while it is sent. */
interface ByteStream {
  readonly stream: () => AsyncIterable<Uint8Array>;
}

export const HTML = 'text/html; charset=utf-8';

export function reply(status: number, type: string, body: Reply['body'], headers: Record<string, string> = {}): Reply {
  return { status, headers: { 'content-type': type, ...headers }, body };
}

export function jsonReply(status: number, body: Json, type = 'application/json', headers: Record<string, string> = {}): Reply {
  return reply(status, type, JSON.stringify(body), headers);
}

/** 204 as Zenodo sends it: no body, and a content type all the same. */
export function noContent(): Reply {
  return reply(204, HTML, '');
}

/** A redirect as the web framework makes it: a small page. */
export function htmlRedirect(status: 302 | 301 | 308, location: string): Reply {
  const page = `<!doctype html>\n<html lang="en">\n<title>Redirecting...</title>\n<h1>Redirecting...</h1>\n<p>Redirecting to <a href="${encodeURI(location)}">${encodeURI(location)}</a>.</p>\n</html>\n`;
  // A header takes printable ASCII alone.
  return reply(status, HTML, page, { location: location.replace(/[^!-~]/gu, encodeURIComponent) });
}
