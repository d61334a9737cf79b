import { extname } from 'node:path';

/** Media types by extension, as far as research files commonly need them. */
const TYPES: Readonly<Record<string, string>> = {
  '.bin': 'application/octet-stream',
  '.bz2': 'application/x-bzip2',
  '.cif': 'chemical/x-cif',
  '.css': 'text/css',
  '.csv': 'text/csv',
  '.gif': 'image/gif',
  '.gz': 'application/gzip',
  '.h5': 'application/x-hdf5',
  '.hdf5': 'application/x-hdf5',
  '.htm': 'text/html',
  '.html': 'text/html',
  '.jp2': 'image/jp2',
  '.jpeg': 'image/jpeg',
  '.jpg': 'image/jpeg',
  '.js': 'text/javascript',
  '.json': 'application/json',
  '.md': 'text/markdown',
  '.mp3': 'audio/mpeg',
  '.mp4': 'video/mp4',
  '.nc': 'application/x-netcdf',
  '.pdf': 'application/pdf',
  '.png': 'image/png',
  '.py': 'text/x-python',
  '.svg': 'image/svg+xml',
  '.tar': 'application/x-tar',
  '.tif': 'image/tiff',
  '.tiff': 'image/tiff',
  '.tsv': 'text/tab-separated-values',
  '.txt': 'text/plain',
  '.wav': 'audio/x-wav',
  '.webp': 'image/webp',
  '.xml': 'text/xml',
  '.zip': 'application/zip',
};

/** The media type that a file name suggests; octets when it suggests none. */
export function mediaTypeOf(key: string): string {
  return TYPES[extname(key).toLowerCase()] ?? 'application/octet-stream';
}
