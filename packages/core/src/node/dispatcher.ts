import type { Dispatcher } from 'undici';
import { ConfigurationError } from '../errors/configuration-error.ts';
import { newAgent } from './new-agent.ts';

/** How the network is reached. Nothing is taken from the environment unless `proxy` says so. */
export interface NetworkOptions {
  /**
   * The address of an HTTP proxy, such as `http://user:password@proxy.example.org:3128`; or `environment` for
   * `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY`. Default: none.
   */
  readonly proxy?: string;
  /** Certificates (PEM) of authorities to trust besides those that Node brings, for an installation or a proxy with its own. */
  readonly ca?: string | Uint8Array | readonly (string | Uint8Array)[];
}

/**
 * HTTP/1.1 alone: it asks for a chunk when the one before has left, on which the pooled buffers of `readAhead` rely.
 * Times are watched by `IdleWatch`.
 */
const shape = { allowH2: false, keepAliveTimeout: 10_000, headersTimeout: 0, bodyTimeout: 0 };

let shared: Promise<Dispatcher> | undefined;

/**
 * A way out as the options say; one keep-alive Agent for the process when they say nothing. undici is loaded when the
 * first client is made rather than with this module: who wants types, errors or files alone does not pay for it.
 *
 * @throws {ConfigurationError} the proxy is no http(s) address
 */
export function dispatcherFor({ proxy, ca }: NetworkOptions): Promise<Dispatcher> {
  const address = proxy === undefined || proxy === 'environment' ? undefined : proxyAddress(proxy);
  if (proxy === undefined && ca === undefined) {
    shared ??= newAgent(shape);
    return shared;
  }
  return ownDispatcher(proxy, address, ca);
}

async function ownDispatcher(proxy: string | undefined, address: ProxyAddress | undefined, ca: NetworkOptions['ca']): Promise<Dispatcher> {
  const connect = ca === undefined ? {} : { ca: [...(await import('node:tls')).rootCertificates, ...certificates(ca)] };
  if (proxy === undefined) return newAgent({ ...shape, connect });
  const { EnvHttpProxyAgent, ProxyAgent } = await import('undici');
  const tls = { ...shape, requestTls: connect, proxyTls: connect };
  return address ? new ProxyAgent({ ...tls, ...address }) : new EnvHttpProxyAgent({ ...tls, connect });
}

interface ProxyAddress {
  readonly uri: string;
  readonly token?: string;
}

function proxyAddress(proxy: string): ProxyAddress {
  const url = URL.canParse(proxy) ? new URL(proxy) : undefined;
  if (!url || !/^https?:$/.test(url.protocol)) {
    throw new ConfigurationError('"proxy" is no http(s) address; give one such as http://proxy.example.org:3128, or "environment".');
  }
  const { username, password } = url;
  const user = `${decoded(username)}:${decoded(password)}`;
  url.username = '';
  url.password = '';
  // The credentials go into a header of their own, so that no message of undici can show them.
  return { uri: url.href, ...(username && { token: `Basic ${Buffer.from(user).toString('base64')}` }) };
}

/** A `%` that begins no escape stands for itself. */
function decoded(text: string): string {
  return text.replace(/(?:%[0-9a-f]{2})+/gi, (escapes) => Buffer.from(escapes.replaceAll('%', ''), 'hex').toString());
}

function certificates(ca: NonNullable<NetworkOptions['ca']>): (string | Buffer)[] {
  const all = typeof ca === 'string' || ca instanceof Uint8Array ? [ca] : ca;
  return all.map((one) => (typeof one === 'string' ? one : Buffer.from(one)));
}
