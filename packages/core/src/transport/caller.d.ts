import type { Settings } from '../options.ts';
import type { ReplyShape, ReplyShapes } from '../types/reply-shape.ts';
import type { Call } from './call.ts';
import type { TransportReply } from './transport.ts';
export type { Call } from './call.ts';
/** Carries a call to Zenodo: repetition, redirects, and failures as typed errors. */
export declare class Caller {
    #private;
    constructor(settings: Settings);
    /** The body of a success, checked to be of that shape. Redirects of a GET are followed, to another origin without the token. */
    send<Shape extends ReplyShape>(shape: Shape, call: Call): Promise<ReplyShapes[Shape]>;
    /** The body of an answer, checked. */
    read<Shape extends ReplyShape>(shape: Shape, call: Call, reply: TransportReply): Promise<ReplyShapes[Shape]>;
    /** The answer of a success or a redirect, unread. */
    reply(call: Call): Promise<TransportReply>;
    /** The answer of a success, unread; of a GET after its redirects. */
    followed(call: Call): Promise<TransportReply>;
}
