import { Zenodo } from '@zenodo-connect/core/portable';
import type { IExecuteFunctions } from 'n8n-workflow';
import { createTransport } from './transport.ts';
import { userAgent } from './user-agent.ts';

/**
 * Core's client on n8n's HTTP helper, for the host that the credential names. The token never reaches core: n8n's
 * credential adds it to each request.
 *
 * @throws {ConfigurationError} the credential's base URL is no origin, or plain http to another machine
 */
export async function createClient(context: IExecuteFunctions): Promise<Zenodo> {
  const { environment, baseUrl } = await context.getCredentials<{ environment: string; baseUrl?: string }>('zenodoApi');
  const shared = { transport: createTransport(context), now: () => Date.now(), userAgent };
  if (environment === 'production' || environment === 'sandbox') return new Zenodo({ environment, ...shared });
  return new Zenodo({ baseUrl: String(baseUrl ?? '').replace(/\/+$/, ''), ...shared });
}

/** Ends calls as soon as a person stops the execution, or its time is over. */
export function untilCancelled(context: IExecuteFunctions): { signal?: AbortSignal } {
  const signal = context.getExecutionCancelSignal();
  return signal ? { signal } : {};
}
