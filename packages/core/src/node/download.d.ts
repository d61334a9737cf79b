import type { ZenodoClient } from '../client.ts';
import type { DownloadOptions, DownloadResult } from '../types/download.ts';
import type { RecordId } from '../types/record.ts';
/** See `Zenodo.download`. */
export declare function download(zenodo: ZenodoClient, id: RecordId, options: DownloadOptions): Promise<DownloadResult>;
