import type { Agent, Dispatcher } from 'undici';
import { ConfigurationError } from '../errors/configuration-error.ts';
import { ConnectionError } from '../errors/connection-errors.ts';
import { isZenodoError } from '../errors/guards.ts';
import { version } from '../options.ts';
import { settled } from '../types/settled.ts';

export interface FetchedOptions {
  /** For the first address's origin alone. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Ours: sent to each address on the way. */
  readonly range?: string;
  readonly signal?: AbortSignal;
}

const mostRedirects = 3;
/** Below 1024 these alone speak HTTP by custom; others are mail, shells and the like. */
const customPorts = new Set(['', '80', '443']);

/**
 * Asks an address and follows redirects, each of which is judged anew. Headers of the caller stay with the origin that
 * they were given for; from https none leads to http.
 *
 * @throws {ConfigurationError} an address that is not to be fetched from
 * @throws {ConnectionError} no answer
 */
export async function fetched(agent: Agent, method: 'GET' | 'HEAD', first: URL, options: FetchedOptions): Promise<Dispatcher.ResponseData> {
  let url = first;
  for (let hops = 0; hops <= mostRedirects; hops++) {
    ensureFetchable(url);
    const headers = { ...(url.origin === first.origin && options.headers), ...(options.range !== undefined && { range: options.range }) };
    const reply = await send(agent, method, url, headers, options.signal);
    const { location } = reply.headers;
    // A body that is given up in its middle says so by an event, which nobody else may be there to hear.
    reply.body.on('error', () => {});
    const leads = reply.statusCode >= 300 && reply.statusCode < 400 && typeof location === 'string' && URL.canParse(location, url.href);
    if (!leads) return reply;
    await reply.body.dump({ limit: 16_384 });
    const next = new URL(location, url);
    if (url.protocol === 'https:' && next.protocol === 'http:')
      throw new ConfigurationError(`${shown(url)} leads to http, where anybody may change the bytes; give the address of the file itself.`);
    url = next;
  }
  throw new ConfigurationError(`${shown(first)} leads on more than ${mostRedirects} times; give the address of the file itself.`);
}

/** Without user and query, which may be secrets. */
export const shown = (url: URL): string => `${url.origin}${url.pathname}`;

function ensureFetchable(url: URL): void {
  if (!/^https?:$/.test(url.protocol))
    throw new ConfigurationError(`${url.protocol} is not fetched; give an address such as https://example.org/data.csv.`);
  if (url.username || url.password)
    throw new ConfigurationError(`${shown(url)} has a user or password in it; give them as a header, "authorization".`);
  if (!customPorts.has(url.port) && Number(url.port) < 1024)
    throw new ConfigurationError(`Nothing is fetched from port ${url.port}; use 80, 443, or one from 1024 on.`);
}

async function send(
  agent: Agent,
  method: 'GET' | 'HEAD',
  url: URL,
  headers: FetchedOptions['headers'],
  signal: AbortSignal | undefined,
): Promise<Dispatcher.ResponseData> {
  const sent = await settled(
    agent.request({
      origin: url.origin,
      path: url.pathname + url.search,
      method,
      headers: { 'user-agent': `zenodo-connect-core/${version}`, ...headers, 'accept-encoding': 'identity' },
      ...(signal && { signal }),
    }),
  );
  if (sent.ok) return sent.value;
  if (signal?.aborted) throw signal.reason;
  throw isZenodoError(sent.error) ? sent.error : new ConnectionError(`${method} ${shown(url)}`, sent.error);
}

/**
 * @throws {ConfigurationError} an answer of 3xx or 4xx
 * @throws {ConnectionError} one of 5xx
 */
export function ensureSuccess(method: string, url: URL, { statusCode, body }: Dispatcher.ResponseData): void {
  if (statusCode < 300) return;
  body.destroy();
  if (statusCode >= 500) throw new ConnectionError(`${method} ${shown(url)}`, new Error(`the server answered ${statusCode}`));
  throw new ConfigurationError(`${method} ${shown(url)} answers ${statusCode}; check the address, and whether it needs a header.`);
}
