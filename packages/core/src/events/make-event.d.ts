import type { EventData, EventType, ZenodoEvent } from './event-types.ts';
/** What happened, before it has its id. */
export interface Happening<Type extends EventType = EventType> {
    readonly type: Type;
    readonly subject: string;
    /** Empty for what happens once to a subject; else what tells two of them apart and is the same for all observers. */
    readonly discriminator: string;
    readonly time: string;
    readonly data: EventData[Type];
}
/** The same happening has the same id, whoever observes it. A JSON list, so that nothing can be moved from one part to the next. */
export declare function eventId(origin: string, subject: string, type: EventType, discriminator: string): string;
/** A happening as it travels. */
export declare function makeEvent(origin: string, { type, subject, discriminator, time, data }: Happening): ZenodoEvent;
