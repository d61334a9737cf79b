import type { DepositThreadOptions, Store } from '@zenodo-connect/nestjs';
import type { Settings } from '../config/settings.ts';
import type { EventOrigin } from '../events/event.ts';
import type { DepositRules } from './deposit-rules.ts';
import type { ThreadData } from './deposit-thread-data.ts';

interface Deps {
  readonly settings: Settings;
  readonly store: Store;
  readonly origin: EventOrigin;
  readonly rules: () => DepositRules;
}

// Beside this file both in `src` (tests run from source; Node strips the types) and, as an entry of its own, in `dist`.
const file = new URL(import.meta.url.endsWith('.ts') ? './deposit-thread.ts' : './deposit-thread.js', import.meta.url);

/** How nest-module starts the thread that deposits; none on a store that only the thread which opened it can use. */
export function depositThread({ settings, store, origin, rules }: Deps): DepositThreadOptions | undefined {
  if (!store.share) return undefined;
  const data = (): ThreadData => ({ zenodo: settings.zenodo, spool: settings.spool, origin, rules: rules() });
  return { file, data };
}
