import { createHash } from 'node:crypto';
import { ConfigurationError } from '../errors/configuration-error.ts';
import { unknownConcept } from '../errors/unknown-concept.ts';
import { ensureDoi } from '../identifiers/doi.ts';
import type { FileSource } from '../types/file-source.ts';

export interface DoiInTextOptions {
  /** The largest text that is taken, in bytes. Default 1 MiB. */
  readonly limitBytes?: number;
  /** Written for `{{concept_doi}}`. Default: that of the version before, which a deposit knows from the second version on. */
  readonly conceptDoi?: string;
}

const defaultLimit = 1024 * 1024;
const place = /\{\{\s*doi\s*\}\}/g;
const conceptPlace = /\{\{\s*concept_doi\s*\}\}/g;

/**
 * A text that names the DOI of the record that it goes into, such as CITATION.cff or a README: a deposit writes it for
 * each `{{doi}}` before it sends the file, and in a later version the concept DOI for each `{{concept_doi}}`.
 *
 * @example
 * files: [await doiInText(await fileFromPath('CITATION.cff')), await fileFromPath('data.csv')]
 *
 * @throws {ConfigurationError} no text in UTF-8, too large, or without a place for the DOI
 */
export async function doiInText(source: FileSource, { limitBytes = defaultLimit, conceptDoi }: DoiInTextOptions = {}): Promise<FileSource> {
  const { key, size } = source;
  if (size > limitBytes)
    throw new ConfigurationError(
      `"${key}" has ${size} bytes, and a DOI is written into texts of up to ${limitBytes}; raise "limitBytes" if it is one.`,
    );
  const text = textOf(key, await bytesOf(source));
  const given = conceptDoi === undefined ? text : written(text, conceptPlace, conceptDoi);
  const needsConceptDoi = given.search(conceptPlace) >= 0;
  if (given.search(place) < 0 && !needsConceptDoi && given === text)
    throw new ConfigurationError(`"${key}" has no place for a DOI; write {{doi}} where it belongs, or give the file as it is.`);
  const without = fileOf(key, given);
  if (given.search(place) < 0 && !needsConceptDoi) return without;
  const withDoi = (doi: string, concept?: string) => {
    if (needsConceptDoi && concept === undefined) throw unknownConcept(key);
    return fileOf(key, written(concept === undefined ? given : written(given, conceptPlace, concept), place, doi));
  };
  return { ...without, withDoi, ...(needsConceptDoi && { needsConceptDoi }) };
}

/** By a function, since a `$` in a text to write is a sign of its own. */
function written(text: string, where: RegExp, doi: string): string {
  const bare = ensureDoi(doi);
  return text.replace(where, () => bare);
}

function fileOf(key: string, text: string): FileSource {
  const bytes = new TextEncoder().encode(text);
  const knownMd5 = createHash('md5').update(bytes).digest('hex');
  return { key, size: bytes.byteLength, knownMd5, open: () => ({ body: bytes, md5: () => knownMd5, close: () => {} }) };
}

async function bytesOf(source: FileSource): Promise<Uint8Array> {
  const opened = await source.open();
  try {
    if (opened.body instanceof Uint8Array) return opened.body;
    const bytes = new Uint8Array(source.size);
    let at = 0;
    for await (const chunk of opened.body as AsyncIterable<Uint8Array>) {
      bytes.set(chunk, at);
      at += chunk.byteLength;
    }
    return bytes.subarray(0, at);
  } finally {
    await opened.close();
  }
}

/** What is no UTF-8 comes back changed, and may not be touched. */
function textOf(key: string, bytes: Uint8Array): string {
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
  const back = new TextEncoder().encode(text);
  if (text.includes('\0') || back.byteLength !== bytes.byteLength || back.some((byte, at) => byte !== bytes[at]))
    throw new ConfigurationError(`"${key}" is no text in UTF-8, so no DOI can be written into it; give the file as it is.`);
  return text;
}
