import type { Agent } from 'undici';
import { ConfigurationError } from '../errors/configuration-error.ts';
import { fileFromStream } from '../sources/file-from-stream.ts';
import { ensureSuccess, fetched, shown } from './fetched.ts';
import { type DisposableFile, holdingNothing, type SpoolOptions, spoolFile } from './spool-file.ts';
import { type Told, toldBy, urlBytes } from './url-bytes.ts';

export interface FileFromUrlOptions {
  /** The name inside the record. Default: the last part of the address's path. */
  readonly key?: string;
  /** Sent to the address's own origin alone. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Ranges of addresses that are no public ones and may be fetched from, such as `10.20.0.0/16`. */
  readonly allowPrivate?: readonly string[];
  /** MD5 in lower-case hex, if it is known. */
  readonly knownMd5?: string;
  /** Where a file waits whose server does not say how long it is; `true` for the defaults. Without it such a file is refused. */
  readonly spool?: SpoolOptions | true;
  readonly signal?: AbortSignal;
}

/**
 * A file from an http(s) address. It is fetched when it is sent, streaming, and again for another try; what it was on first sight
 * (length, `ETag`) it has to be then. One that was spooled waits on the disk until it is disposed of.
 *
 * Fetches from public addresses only, whoever wrote the URL: not from this machine, its network or a cloud's services.
 * Redirects are followed, five at most, and judged the same way.
 *
 * @throws {ConfigurationError} no such address, one that is not fetched from, or a length that nobody tells
 * @throws {ConnectionError} its server gives no answer
 */
export async function fileFromUrl(address: string | URL, options: FileFromUrlOptions = {}): Promise<DisposableFile> {
  const url = URL.canParse(String(address)) ? new URL(address) : undefined;
  if (!url) throw new ConfigurationError('The address is no URL; give one such as https://example.org/data.csv.');
  const { key = nameOf(url), knownMd5, spool } = options;
  // undici and the ranges of addresses come with the first call.
  const { guardedAgent } = await import('./guarded-agent.ts');
  const agent = guardedAgent(options.allowPrivate);
  const { size, etag } = await look(agent, url, options);
  if (size !== undefined && size > 0)
    return holdingNothing(
      fileFromStream(key, size, () => urlBytes(agent, url, options, { size, etag }), { ...(knownMd5 !== undefined && { knownMd5 }) }),
    );
  if (size === 0) throw new ConfigurationError(`${shown(url)} is empty, which Zenodo refuses; leave it out.`);
  if (spool === undefined)
    throw new ConfigurationError(
      `The server of ${shown(url)} does not say how long it is; give "spool: true" to keep it on the disk on its way.`,
    );
  const bytes = await urlBytes(agent, url, options, { size: undefined, etag });
  return spoolFile(key, bytes, { ...(options.signal && { signal: options.signal }), ...(spool === true ? {} : spool) });
}

/** The last part of the path; no name when that is nothing or cannot be read. */
function nameOf(url: URL): string {
  const last = url.pathname.split('/').at(-1) ?? '';
  const name = decoded(last);
  if (name === '') throw new ConfigurationError(`${shown(url)} has no name in it; give "key", the name inside the record.`);
  return name;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Some servers know no HEAD, or tell no length there: then the head of a GET is looked at. */
async function look(agent: Agent, url: URL, options: FileFromUrlOptions): Promise<Told> {
  const head = await fetched(agent, 'HEAD', url, options);
  await head.body.dump();
  const told = toldBy(head);
  if (head.statusCode < 300 && told.size !== undefined) return told;
  const reply = await fetched(agent, 'GET', url, options);
  ensureSuccess('GET', url, reply);
  reply.body.destroy();
  return toldBy(reply);
}
