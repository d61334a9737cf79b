import { isAuthenticationError, isPermissionError, type Zenodo } from '@zenodo-connect/core';
import type { LogLine } from '../config/gateway-config.ts';

/**
 * Asks Zenodo once, at the start, whether it takes the token: a wrong one is then known before the first file fails by it.
 * Nothing waits for the answer, since files are taken in whatever it is. Undefined when the signal came first.
 */
export async function firstLook(zenodo: Zenodo, signal: AbortSignal): Promise<LogLine | undefined> {
  const line = (level: 'info' | 'error', message: string): LogLine => ({ time: new Date().toISOString(), level, kind: 'zenodo', message });
  try {
    await zenodo.records.own({ size: 1 }, { signal, maxRetries: 0, timeoutMs: 10_000 }).next();
    return line('info', 'Zenodo answers and takes the token.');
  } catch (error) {
    if (signal.aborted) return undefined;
    if (isAuthenticationError(error) || isPermissionError(error))
      return line('error', 'Zenodo does not take the token: deposits fail until it is replaced and the gateway started again.');
    return line('error', `Zenodo cannot be used now, and files that come in wait for it: ${(error as Error).message}`);
  }
}
