/** What a reader's editor says of files. Nothing here runs; see `public-surface.ts`. */
import { Readable } from 'node:stream';
import {
  type DownloadResult,
  doiInText,
  type FileSource,
  fileFromBuffer,
  fileFromS3,
  fileFromStream,
  fileFromUrl,
  filesFromFolder,
  packFiles,
  packFolder,
  type SpooledFile,
  spoolFile,
  type Zenodo,
} from '../../src/index.ts';

declare const zenodo: Zenodo;

export async function sources(): Promise<FileSource[]> {
  await using spooled: SpooledFile = await spoolFile('a.bin', Readable.from([]), { limitBytes: 1e6 });
  // @ts-expect-error a stream of unknown length is spooled
  fileFromStream('a.bin', Readable.from([]));
  // @ts-expect-error a text is no stream of bytes
  fileFromStream('a.bin', 4, 'text');
  // @ts-expect-error links are refused, skipped or followed
  await filesFromFolder('raw', { links: 'copy' });
  // @ts-expect-error an object has a bucket
  await fileFromS3({ key: 'a.bin' });
  return [
    spooled,
    fileFromStream('a.bin', 4, Readable.from([])),
    fileFromStream('a.bin', 4, () => new Blob(['text']).stream()),
    await fileFromUrl('https://example.org/a.bin', { allowPrivate: ['10.0.0.0/8'] }),
    await fileFromS3({ bucket: 'lab', key: 'a.bin' }, { endpoint: 'https://s3.example.org' }),
    await doiInText(fileFromBuffer('README.md', '{{doi}}'), { conceptDoi: '10.5281/zenodo.1' }),
    await packFolder('raw', { exclude: '*.tmp', manifest: false }),
    await packFiles('all.zip', await filesFromFolder('raw')),
  ];
}

export async function downloads(): Promise<DownloadResult> {
  for await (const chunk of zenodo.records.bytes('1', 'a.bin', { fromByte: 10 })) chunk.subarray(1);
  // @ts-expect-error a download needs a folder
  await zenodo.download('1', {});
  // @ts-expect-error what became of a file is present or downloaded
  const skipped: 'skipped' | undefined = (await zenodo.download('1', { to: 'copy' })).files[0]?.status;
  if (skipped) throw new Error(skipped);
  return zenodo.download('1', {
    to: 'copy',
    files: ['*.csv'],
    draft: true,
    onProgress: ({ receivedBytes, totalBytes }) => receivedBytes / totalBytes,
  });
}
