import { ZenodoClient } from './client.ts';
import { type UndiciTransportOptions } from './node/undici-transport.ts';
import type { Place, PortableOptions } from './options.ts';
import type { DownloadOptions, DownloadResult } from './types/download.ts';
import type { RecordId } from './types/record.ts';
/** Options of {@link Zenodo}. What a portable client has to bring has defaults here. */
export type ZenodoOptions = Place & Partial<Omit<PortableOptions, 'environment' | 'baseUrl'>> & {
    /** A proxy, own certificates and idle time of the default transport. */
    readonly network?: UndiciTransportOptions | undefined;
};
/**
 * Zenodo, its sandbox, or another InvenioRDM.
 *
 * @example
 * const zenodo = new Zenodo({ token, environment: 'sandbox' }); // no default: a published DOI is for ever
 */
export declare class Zenodo extends ZenodoClient {
    /** @throws {ConfigurationError} an option is missing or wrong */
    constructor(options: ZenodoOptions);
    /**
     * Brings files of a record into a folder, several at a time. Each is verified by its MD5 while it is written, is safe on
     * disk before it gets its name, and is fetched once again when the bytes are wrong. After a cut the rest is asked for; so it is
     * when a download that stopped is called again. Files that are there with the same bytes stay.
     *
     * @throws {ConfigurationError} a name chooses no file, a file of that name is there with other bytes, or can have no place
     * @throws {ChecksumError} other bytes came, twice
     * @throws {DiskError} the disk is full or not writable; what has come stays, and is gone on with
     * @throws {NotFoundError} no such record or draft
     */
    download(id: RecordId, options: DownloadOptions): Promise<DownloadResult>;
}
export { DiskError } from './node/disk-error.ts';
export { fileBulkEditJournal } from './node/file-bulk-edit-journal.ts';
export { fileFromBuffer } from './node/file-from-buffer.ts';
export { type FileFromPathOptions, fileFromPath } from './node/file-from-path.ts';
export { type FileFromS3Options, fileFromS3, type S3Object } from './node/file-from-s3.ts';
export { type FileFromUrlOptions, fileFromUrl } from './node/file-from-url.ts';
export { fileJournal } from './node/file-journal.ts';
export { FilePublishCounter } from './node/file-publish-counter.ts';
export { FileWatchStore } from './node/file-watch-store.ts';
export { type FilesFromFolderOptions, type FolderOptions, filesFromFolder } from './node/files-from-folder.ts';
export { type PackFolderOptions, type PackOptions, packFiles, packFolder } from './node/pack.ts';
export { type DisposableFile, type SpooledFile, type SpoolOptions, spoolFile } from './node/spool-file.ts';
export { type UndiciTransportOptions, undiciTransport } from './node/undici-transport.ts';
export * from './portable.ts';
