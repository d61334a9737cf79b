import { type Transport, Zenodo } from '@zenodo-connect/core/portable';
import { createTransport, credentialOf, type NodeContext } from './transport.ts';
import { userAgent } from './user-agent.ts';

/** Windows of Zenodo's limits are a minute long as a rule. Longer than this an execution does not stand still: n8n is told when to come back. */
const maxRateWaitMs = 10 * 60_000;

export interface ClientOptions {
  /** Where DataCite is, for another InvenioRDM host; those of Zenodo's own two are known. */
  readonly dataciteUrl?: string;
  /** Puts something around n8n's own way to the network. */
  readonly wrap?: (transport: Transport) => Transport;
}

/**
 * Core's client on n8n's HTTP helper, for the host that the credential names. The token never reaches core: n8n's
 * credential adds it to each request.
 *
 * @throws {ConfigurationError} the credential's base URL is no origin, or plain http to another machine
 */
export async function createClient(context: NodeContext, { dataciteUrl, wrap = (same) => same }: ClientOptions = {}): Promise<Zenodo> {
  const { environment, baseUrl } = await context.getCredentials<{ environment: string; baseUrl?: string }>(credentialOf(context));
  const shared = {
    transport: wrap(createTransport(context)),
    now: () => Date.now(),
    userAgent,
    maxRateWaitMs,
    ...(dataciteUrl && { dataciteUrl }),
  };
  if (environment === 'production' || environment === 'sandbox') return new Zenodo({ environment, ...shared });
  return new Zenodo({ baseUrl: String(baseUrl ?? '').replace(/\/+$/, ''), ...shared });
}
