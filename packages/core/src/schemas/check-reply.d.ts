import type { CheckReply } from '../types/reply-shape.ts';
/** Looks at a body with its schema; what a schema does not know stays as it is. */
export declare const checkReply: CheckReply;
