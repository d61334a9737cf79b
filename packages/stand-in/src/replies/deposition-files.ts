import type { Doc } from '../json.ts';
import type { Entry, FileSet, FileState } from '../state/entry.ts';
import { encodePath } from './file-view.ts';
import { mediaTypeOf } from './media-types.ts';

/** The files that bytes have arrived for, as a deposition lists them. */
export function depositionFiles(entry: Entry, origin: string): Doc[] {
  return committed((entry.draft ?? entry.record!).files).map((file) => depositionFile(entry, file, origin));
}

/** A file as the files of a deposition show it. */
export function depositionFile(entry: Entry, file: FileState, origin: string): Doc {
  const files = `${origin}/api/records/${entry.id}${entry.draft ? '/draft' : ''}/files`;
  return summary(file, {
    self: `${origin}/api/deposit/depositions/${entry.id}/files/${file.fileId}`,
    download: `${files}/${encodePath(file.key)}/content`,
  });
}

/** The files inside a deposition. Their links to a published file lead nowhere, as on Zenodo: the address is that of a draft. */
export function filesInside(entry: Entry, filesUrl: string, origin: string): Doc[] {
  return committed((entry.draft ?? entry.record!).files).map((file) =>
    summary(file, {
      self: `${filesUrl}/${file.fileId}`,
      download: `${origin}/api/records/${entry.id}/draft/files/${quoted(file.key)}/content`,
    }),
  );
}

/** A file as its bucket shows it. */
export function bucketFile(file: FileState, bucketId: string, origin: string): Doc {
  const self = `${origin}/api/files/${bucketId}/${encodePath(file.key)}`;
  return {
    created: file.created,
    updated: file.updated,
    version_id: file.versionId ?? '',
    key: file.key,
    size: file.size ?? 0,
    mimetype: mediaTypeOf(file.key),
    checksum: file.checksum ?? '',
    is_head: true,
    delete_marker: false,
    links: { self, version: `${self}?version_id=${file.versionId}`, uploads: `${self}?uploads=1` },
  };
}

export function committed(files: FileSet): FileState[] {
  return files.entries.filter((file) => file.status === 'completed');
}

function summary(file: FileState, links: Doc): Doc {
  return {
    id: file.fileId ?? '',
    filename: file.key,
    filesize: file.size ?? 0,
    checksum: (file.checksum ?? '').replace('md5:', ''),
    links,
  };
}

/** A key in an address with fewer letters escaped than elsewhere. */
function quoted(key: string): string {
  return encodePath(key).replace(/%(?:24|26|2B|2C|3A|3B|3D|40)/g, decodeURIComponent);
}
