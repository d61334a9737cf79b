import type { IncomingHttpHeaders } from 'node:http';

/** Whether a request comes from this machine. Behind a proxy every caller looks local, so the proxy's headers count. */
export function isLocalCaller(headers: IncomingHttpHeaders, address: string | undefined): boolean {
  const proxied = headers['x-forwarded-for'] !== undefined || headers.forwarded !== undefined;
  return !proxied && /^(127\.|::1$|::ffff:127\.)/.test(address ?? '');
}
