import type { Settings } from '../config/settings.ts';
import type { EventOrigin } from '../events/event.ts';
import type { DepositRules } from './deposit-rules.ts';

/** What the thread that deposits starts with; only values that structured clone keeps. */
export interface ThreadData {
  readonly zenodo: Settings['zenodo'];
  readonly spool: string;
  readonly origin: EventOrigin;
  readonly rules: DepositRules;
}
