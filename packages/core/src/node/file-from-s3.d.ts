import type { FileSource } from '../types/file-source.ts';
/** An object of Amazon S3, or of a server that speaks its API. */
export interface S3Object {
    readonly bucket: string;
    /** The object's key in the bucket. */
    readonly key: string;
    readonly versionId?: string;
}
export interface FileFromS3Options {
    /** The name inside the record. Default: the last part of the object's key. */
    readonly key?: string;
    /** An `S3Client` of yours. Then the options about the server are its own, and so are the addresses that it reaches. */
    readonly client?: object;
    readonly region?: string;
    /** The server when it is not Amazon's, such as `https://s3.example.org`. Its buckets are taken to be parts of the path. */
    readonly endpoint?: string;
    /** Default: what the S3 client finds in the environment and its files. */
    readonly credentials?: {
        readonly accessKeyId: string;
        readonly secretAccessKey: string;
        readonly sessionToken?: string;
    };
    /** Ranges of addresses that are no public ones and may be fetched from, such as `10.20.0.0/16`. */
    readonly allowPrivate?: readonly string[];
    /** MD5 in lower-case hex, if it is known. An object's `ETag` often looks like one and is none. */
    readonly knownMd5?: string;
    readonly signal?: AbortSignal;
}
/**
 * A file from S3-compatible storage, streamed when it is sent and again for another try; the object has to be the same then.
 * A connection that breaks is opened again for the rest, where the object has an `ETag`.
 * Needs the package `@aws-sdk/client-s3`, which is loaded with the first call.
 *
 * @throws {ConfigurationError} no such object, no right to it, an address that is not fetched from, or the package is not installed
 * @throws {ConnectionError} its server gives no answer
 */
export declare function fileFromS3(object: S3Object, options?: FileFromS3Options): Promise<FileSource>;
