import { type DisposableFile, type SpoolOptions } from './spool-file.ts';
export interface FileFromUrlOptions {
    /** The name inside the record. Default: the last part of the address's path. */
    readonly key?: string;
    /** Sent to the address's own origin alone. */
    readonly headers?: Readonly<Record<string, string>>;
    /** Ranges of addresses that are no public ones and may be fetched from, such as `10.20.0.0/16`. */
    readonly allowPrivate?: readonly string[];
    /** MD5 in lower-case hex, if it is known. */
    readonly knownMd5?: string;
    /** Where a file waits whose server does not say how long it is; `true` for the defaults. Without it such a file is refused. */
    readonly spool?: SpoolOptions | true;
    readonly signal?: AbortSignal;
}
/**
 * A file from an http(s) address. It is fetched when it is sent, streaming, and again for another try; what it was on first sight
 * (length, `ETag`) it has to be then. One that was spooled waits on the disk until it is disposed of.
 *
 * Fetches from public addresses only, whoever wrote the URL: not from this machine, its network or a cloud's services.
 * Redirects are followed, five at most, and judged the same way.
 *
 * @throws {ConfigurationError} no such address, one that is not fetched from, or a length that nobody tells
 * @throws {ConnectionError} its server gives no answer
 */
export declare function fileFromUrl(address: string | URL, options?: FileFromUrlOptions): Promise<DisposableFile>;
