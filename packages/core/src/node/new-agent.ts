// oxlint-disable-next-line typescript/triple-slash-reference -- packages whose tests take this source need its types, too
/// <reference path="./undici-parts.d.ts" />

import type { Agent, Dispatcher } from 'undici';

/**
 * An Agent of undici, without the rest of undici, which would take 14 MB more and three times as long to load. These files are those of
 * the one version that core depends on; where an override brings another one that lacks them, undici is loaded as a whole.
 */
export async function newAgent(options: Agent.Options): Promise<Dispatcher> {
  const parts = await Promise.all([import('undici/lib/dispatcher/agent.js'), import('undici/lib/api/api-request.js')]).catch(
    () => undefined,
  );
  if (!parts) return new (await import('undici')).Agent(options);
  const [{ default: PlainAgent }, { default: request }] = parts;
  return Object.assign(new PlainAgent(options), { request });
}
