/**
 * A file to deposit: a name inside the record, a known length, and bytes that can be opened again.
 *
 * Bytes are hashed on their way out, never in a pass of their own; a source that already knows its MD5 says so.
 */
export interface FileSource {
    /** The file key: the name inside the record. */
    readonly key: string;
    /** Bytes. Zenodo refuses empty files. */
    readonly size: number;
    /** MD5 in lower-case hex when it is known before reading: lets an equal file on the server be skipped. */
    readonly knownMd5?: string;
    /** Starts reading from the first byte. May be called again after a failed try; only one reading at a time. */
    open(): OpenedFile | Promise<OpenedFile>;
    /**
     * For a file that names the DOI of the record that it goes into: the same file with that DOI written into it, as a
     * source of the same key with a size and an MD5 of its own. A deposit then reserves the DOI before it sends the first file.
     *
     * @param doi - the version DOI, bare: `10.5281/zenodo.1234`
     * @param conceptDoi - the DOI of all versions; undefined for a first version, whose concept has none before it is published
     */
    withDoi?(doi: string, conceptDoi?: string): FileSource;
    /** True for a file that has to name the concept DOI, so that no first version can have it. */
    readonly needsConceptDoi?: boolean;
}
export interface OpenedFile {
    /** What the transport sends: an async iterable of bytes, a Node stream, a Buffer. */
    readonly body: unknown;
    /** MD5 in lower-case hex of exactly the bytes that were read; call it after the body was sent whole. */
    md5(): string | Promise<string>;
    /** Gives back handles and timers; called once, after success and after failure. */
    close(): void | Promise<void>;
}
