import { crc32 } from 'node:zlib';
import type { Entry, ZipFile } from 'yauzl';
import { Problem } from '../problems/problem.ts';
import { mostSideBytes } from '../recipes/side-files.ts';

const mostEntries = 10_000;
const mostRatio = 100;
const options = { lazyEntries: true, autoClose: false };
/** At the top, or in the one folder in which an `.eln` has everything. */
const wanted = /^([^/]+\/)?ro-crate-metadata\.json$/;

/** An archive in which an RO-Crate may lie. */
export const isCrateArchive = (name: string): boolean => /\.(eln|zip)$/i.test(name);

/**
 * The description in an `.eln` or a zipped RO-Crate, undefined when there is none. That one entry is read and nothing is written:
 * names that lead elsewhere, links and bombs in the archive stay what they are, bytes of a file.
 *
 * @throws {Problem} `bad-side-file`: the archive cannot be read as one, or its description is larger than it may be
 */
export async function crateInArchive(name: string, archive: Buffer | string): Promise<Uint8Array | undefined> {
  // Comes with the first archive.
  const { fromBufferPromise, openPromise } = await import('yauzl');
  try {
    const zip = typeof archive === 'string' ? await openPromise(archive, options) : await fromBufferPromise(archive, options);
    return await descriptionIn(zip);
  } catch (error) {
    const reason = error instanceof Error ? error.message.replace(/[^\x20-\x7e]/g, '?').slice(0, 120) : 'no reason';
    throw new Problem(
      'bad-side-file',
      `The archive "${name}" cannot be read: ${reason}.`,
      'Pack it anew, or take `defaults_from` out of the recipe.',
    );
  }
}

async function descriptionIn(zip: ZipFile): Promise<Uint8Array | undefined> {
  try {
    if (zip.entryCount > mostEntries) throw new Error(`it has more than ${mostEntries} entries`);
    const found: Entry[] = [];
    for await (const entry of zip.eachEntry()) if (wanted.test(entry.fileName)) found.push(entry);
    if (found.length > 1) throw new Error('it has two descriptions');
    return found[0] && (await bytesOf(zip, found[0]));
  } finally {
    zip.close();
  }
}

async function bytesOf(zip: ZipFile, entry: Entry): Promise<Uint8Array> {
  const { uncompressedSize: size, compressedSize: packed } = entry;
  if (entry.isEncrypted()) throw new Error('its description is encrypted');
  if (size > mostSideBytes || size > packed * mostRatio + 1_000)
    throw new Error(`its description has ${size} bytes, packed into ${packed}`);
  const chunks: Buffer[] = [];
  for await (const chunk of await zip.openReadStreamPromise(entry)) chunks.push(chunk as Buffer);
  const bytes = Buffer.concat(chunks);
  if (crc32(bytes) !== entry.crc32) throw new Error('its description is damaged');
  return bytes;
}
