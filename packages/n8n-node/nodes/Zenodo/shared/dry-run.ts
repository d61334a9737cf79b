import type { Transport, TransportRequest } from '@zenodo-connect/core/portable';
import type { IDataObject } from 'n8n-workflow';

/** Lets questions pass and stops at the first request that would change something, which it remembers. */
export class DryRun {
  readonly #stopped = new AbortController();
  #request: TransportRequest | undefined;

  /** Ends what core is in the middle of, so that it repeats nothing. */
  readonly signal: AbortSignal = this.#stopped.signal;

  readonly wrap = (transport: Transport): Transport => ({
    send: async (request) => {
      if (request.method === 'GET' || request.method === 'HEAD') return transport.send(request);
      this.#request ??= request;
      this.#stopped.abort(new Error('A dry run sends nothing.'));
      throw this.signal.reason;
    },
    sleep: (ms, signal) => transport.sleep(ms, signal),
  });

  /** The request that would have been sent first; undefined when there was none. */
  get caught(): IDataObject | undefined {
    if (!this.#request) return undefined;
    const { method, url, json } = this.#request;
    return { dryRun: true, method, url, body: (json ?? null) as IDataObject | null };
  }
}
