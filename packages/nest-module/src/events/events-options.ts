import type { WatchOptions } from '@zenodo-connect/core';
import type { EventSelection } from './event-selection.ts';

/** How Zenodo is watched for the handlers of events. Times are milliseconds. */
export interface EventsOptions
  extends Pick<WatchOptions, 'since' | 'overlapMs' | 'confirmMs' | 'embargoNoticeDays' | 'mostKnown' | 'mostValues'> {
  /** Whether this process watches, when it is its turn, and calls handlers. Default: true. */
  readonly run?: boolean;
  /**
   * The part of Zenodo's 30 searches a minute that all watching may use together, above 0 up to 1; it is divided among what is
   * watched. Default 0.1, some 180 calls an hour.
   */
  readonly share?: number;
  /** What is watched besides what handlers ask for, such as for `ZenodoEvents.stream`. */
  readonly watch?: readonly EventSelection[];
  /** How long the watching belongs to a process that gives no sign of life. Default 30 s. */
  readonly leaseMs?: number;
  /** Between two looks for handlers to call. Default 1 s. */
  readonly pollMs?: number;
  /** Before a handler that failed is called again; the last one repeats. Default 2 s, 10 s, 30 s, 2 min, 5 min, 15 min, 30 min, 1 h. */
  readonly retryDelaysMs?: readonly number[];
  /** From an event on, how long a handler that fails is called. Default 14 days. */
  readonly giveUpAfterMs?: number;
  /** How long events are kept: to know doubles, and for streams that begin later. Default 30 days. */
  readonly keepMs?: number;
}
