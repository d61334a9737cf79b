import { Readable } from 'node:stream';
import type { OpenedFile } from '../types/file-source.ts';
/** A file inside an archive. */
export interface ZipEntry {
    /** Parts divided by `/`. */
    readonly name: string;
    /** Bytes; 0 is fine inside an archive. */
    readonly size: number;
    open(): OpenedFile | Promise<OpenedFile>;
}
export interface ZipShape {
    readonly entries: readonly ZipEntry[];
    /** The name of the list of SHA-256 sums, which comes last; undefined for none. */
    readonly manifest: string | undefined;
    readonly compress: boolean;
}
/** Bytes of the archive, computed from the sizes of what goes in; undefined when it is compressed. */
export declare function zipSize(shape: ZipShape): Promise<number | undefined>;
/** The archive as a stream: one entry after another, in the order given, each hashed on its way into it. */
export declare function zipStream(shape: ZipShape): Promise<Readable>;
