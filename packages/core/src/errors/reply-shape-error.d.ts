import { type ApiReply, ZenodoApiError } from './api-errors.ts';
/** A success whose body is not what we know: another kind of server, or a mistake of ours. Report it. */
export declare class ReplyShapeError extends ZenodoApiError {
    name: 'ReplyShapeError';
    readonly code = "reply_shape";
    /** What is wrong, a line each. */
    readonly problems: readonly string[];
    constructor(reply: ApiReply, problems: readonly string[]);
}
