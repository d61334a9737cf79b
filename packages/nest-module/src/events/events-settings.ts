import { ConfigurationError } from '@zenodo-connect/core';
import type { DepositsSettings } from '../deposits/deposits-options.ts';
import type { EventsOptions } from './events-options.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

type WithDefault = 'run' | 'share' | 'watch' | 'leaseMs' | 'pollMs' | 'retryDelaysMs' | 'giveUpAfterMs' | 'keepMs';

export interface EventsSettings extends Required<Pick<EventsOptions, WithDefault>>, Omit<EventsOptions, WithDefault> {
  /** Names this process. */
  readonly owner: string;
  readonly now: () => number;
  /** Nothing is watched by itself: a test says when. */
  readonly isDriven: boolean;
}

/** @throws {ConfigurationError} with the path of the option and what it may be */
export function eventsSettings(options: EventsOptions = {}, { owner, now, pollMs }: DepositsSettings, isDriven = false): EventsSettings {
  const given = Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
  const settings: EventsSettings = { ...defaults, pollMs, ...given, owner, now, isDriven };
  if (!(settings.share > 0 && settings.share <= 1)) refuse('share', 'has to be above 0 and at most 1, such as 0.1 for a tenth');
  return settings;
}

function refuse(name: string, problem: string): never {
  throw new ConfigurationError(`ZenodoModule: "events.${name}" ${problem}.`, `events.${name}`);
}

const defaults = {
  run: true,
  share: 0.1,
  watch: [],
  leaseMs: 30_000,
  retryDelaysMs: [2_000, 10_000, 30_000, 2 * minute, 5 * minute, 15 * minute, 30 * minute, hour],
  giveUpAfterMs: 14 * day,
  keepMs: 30 * day,
} as const;
