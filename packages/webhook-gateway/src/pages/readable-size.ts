const units = ['bytes', 'kB', 'MB', 'GB', 'TB'] as const;

/** For people: `1 byte`, `18 bytes`, `72.7 kB`, `10 GB`; thousands, as disks and Zenodo count. */
export function readableSize(bytes: number): string {
  if (bytes === 1) return '1 byte';
  let size = bytes;
  let place = 0;
  // What would be rounded up to 1000 is 1 of the next unit.
  while (size >= (place === 0 ? 1000 : 999.95) && place < units.length - 1) {
    size /= 1000;
    place += 1;
  }
  return `${place === 0 ? size : size.toFixed(1).replace(/\.0$/, '')} ${units[place]}`;
}
