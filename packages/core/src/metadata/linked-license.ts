import type { Rights } from '../types/metadata.ts';
import { textIn, treeIn } from './loose-values.ts';

/** A Creative Commons or SPDX address has an id at Zenodo; other licences go by their title and address. */
export function licenseOf(value: unknown): Rights | undefined {
  const link = textIn(value) ?? textIn(treeIn(value)?.['@id']);
  if (link === undefined) return undefined;
  const [, kind, version] = /creativecommons\.org\/licenses\/([a-z-]+)\/(\d\.\d)/.exec(link) ?? [];
  if (kind !== undefined) return { id: `cc-${kind}-${version}` };
  if (/creativecommons\.org\/publicdomain\/zero\/1\.0/.test(link)) return { id: 'cc0-1.0' };
  const spdx = /spdx\.org\/licenses\/([\w.-]+?)(?:\.html)?$/.exec(link)?.[1];
  return spdx === undefined ? { title: { en: link }, ...(/^https?:/.test(link) && { link }) } : { id: spdx.toLowerCase() };
}
