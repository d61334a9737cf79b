import type { ReplyShape } from '../types/reply-shape.ts';
/** What is wrong at first sight with a body: a gateway's page of HTML, another kind of object. */
export declare function looksLike(shape: ReplyShape, body: unknown): readonly string[];
