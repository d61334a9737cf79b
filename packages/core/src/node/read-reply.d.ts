import type { Dispatcher } from 'undici';
import type { TransportReply, TransportRequest } from '../transport/transport.ts';
import type { IdleWatch } from './idle-watch.ts';
/** Reads an answer whole, except a stream that was asked for and came. */
export declare function readReply({ statusCode, headers, body }: Dispatcher.ResponseData, { responseType, transient }: TransportRequest, watch: IdleWatch, idleMs: number): Promise<TransportReply>;
