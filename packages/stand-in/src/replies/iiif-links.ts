import { extname } from 'node:path';
import type { Doc } from '../json.ts';
import type { FileSet } from '../state/entry.ts';

/** Extensions of files that Zenodo can show as pictures. */
const PICTURES = new Set(['gif', 'jp2', 'jpeg', 'jpg', 'pdf', 'png', 'tif', 'tiff', 'webp']);
/** Widths in pixels. */
export const THUMBNAIL_SIZES = [10, 50, 100, 250, 750, 1200];

/** Whose pictures: the start of each IIIF address, `…/api/iiif/record:123`. */
export function iiifBase(origin: string, side: 'draft' | 'record', id: string): string {
  return `${origin}/api/iiif/${side}:${id}`;
}

/** True for a file that is a picture by its name. */
export function isPicture(key: string): boolean {
  return PICTURES.has(extname(key).slice(1).toLowerCase());
}

/** The IIIF links of a file; none for what is no picture. */
export function iiifFileLinks(base: string, key: string): Doc {
  if (!isPicture(key)) return {};
  const image = `${base}:${quoted(key)}`;
  return {
    iiif_canvas: `${base}/canvas/${quoted(key)}`,
    iiif_base: image,
    iiif_info: `${image}/info.json`,
    iiif_api: `${image}/full/full/0/default.png`,
  };
}

/** The `thumbnails` among the links of a draft or record: those of its published form, by width. Absent without a picture. */
export function thumbnailLinks(origin: string, id: string, files: FileSet): Doc {
  if (!files.entries.some(({ key }) => isPicture(key))) return {};
  // The server looks for a picture with the letters of an extension as they are, and writes `None` for one that it then does not find.
  const image = `${iiifBase(origin, 'record', id)}:${quoted(thumbnailKey(files) ?? 'None')}`;
  return { thumbnails: Object.fromEntries(THUMBNAIL_SIZES.map((size) => [String(size), `${image}/full/%5E${size},/0/default.jpg`])) };
}

/** The file that stands for a record: the one that is previewed if it is a picture, else the first picture. */
export function thumbnailKey({ defaultPreview, entries }: FileSet): string | undefined {
  const keys = [...(defaultPreview === null ? [] : [defaultPreview]), ...entries.map(({ key }) => key)];
  return keys.find((key) => PICTURES.has(extname(key).slice(1)));
}

/** Characters that stay as they are in a path that Zenodo writes. */
const PLAIN = /%(21|24|26|27|28|29|2A|2B|2C|2F|3A|3B|3D|40)/g;

function quoted(key: string): string {
  return encodeURIComponent(key).replace(PLAIN, (code) => decodeURIComponent(code));
}
