import type { Feeds } from '../resources/feeds.ts';
import type { CallOptions } from '../types/call-options.ts';
import type { EventType, ZenodoEvent } from './event-types.ts';
import type { WatchSource } from './sources.ts';
/** The newest thing in the first of the sources that would have been an event of these types. */
export declare function latestEvent(feeds: Feeds, sources: readonly WatchSource[], types: readonly EventType[], call: CallOptions): Promise<ZenodoEvent | undefined>;
