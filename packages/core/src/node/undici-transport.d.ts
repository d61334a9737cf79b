import type { Dispatcher } from 'undici';
import type { Transport } from '../transport/transport.ts';
import { type NetworkOptions } from './dispatcher.ts';
export interface UndiciTransportOptions extends NetworkOptions {
    /** An undici dispatcher of your own, instead of `proxy` and `ca`. It must speak HTTP/1.1 alone: `allowH2: false`. */
    readonly dispatcher?: Dispatcher;
    /** Milliseconds that an upload may stand still, and a download too. Default 60 s. */
    readonly idleMs?: number;
}
/**
 * HTTP by undici's `request`: bodies stream from pooled buffers, nothing is followed, no cookie is kept.
 *
 * @throws {ConfigurationError} an option is wrong
 */
export declare function undiciTransport(options?: UndiciTransportOptions): Transport;
