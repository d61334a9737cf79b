import type { TransportReply } from './transport.ts';
/** More hops than any server needs are a ring. */
export declare const longestChain = 5;
/**
 * Where an answer leads; undefined when it leads nowhere, to another protocol than http(s), or from https into the open.
 */
export declare function redirectOf(reply: TransportReply, from: string): URL | undefined;
