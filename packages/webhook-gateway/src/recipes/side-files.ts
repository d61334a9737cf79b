import { type Conversion, fromCitationCff, fromCodemeta, fromRoCrate, fromZenodoJson, isConfigurationError } from '@zenodo-connect/core';
import { z } from 'zod';
import { parseJsonObject } from '../json/scan-json.ts';
import { Problem } from '../problems/problem.ts';
import { YamlError, YamlFile } from '../yaml/yaml-file.ts';

/** Which file of a set says something of the set, and in which form. */
export const sideFileKinds = ['sidecar', 'zenodo-json', 'ro-crate', 'codemeta', 'citation-cff'] as const;
export type SideFileKind = (typeof sideFileKinds)[number];

type Tree = Readonly<Record<string, unknown>>;

/** Under this name the metadata of a side file stands in `meta`; no path of a recipe can lead there, and nothing from outside may bring it. */
export const defaultsKey = '$defaults';

/** Under this name stands what the side file says and the record will not have, a sentence each. */
export const leftOutKey = '$left_out';

/** The names that only a side file may set. */
export const ownKeys: readonly string[] = [defaultsKey, leftOutKey];

/** Sentences that are kept; a file of a megabyte could give a hundred thousand. */
const mostLeftOut = 50;

/** YAML takes longer to read than JSON. */
const mostYamlBytes = 64 * 1024;

/** A description is small; what is larger is data that only has the name. */
export const mostSideBytes = 1024 * 1024;

const names: Readonly<Record<SideFileKind, (name: string) => boolean>> = {
  sidecar: (name) => name === 'meta.json' || name.endsWith('.meta.json'),
  'zenodo-json': (name) => name === '.zenodo.json' || name === 'zenodo.json',
  'ro-crate': (name) => name === 'ro-crate-metadata.json',
  codemeta: (name) => name === 'codemeta.json',
  'citation-cff': (name) => name === 'CITATION.cff',
};

export const isSideFile = (kind: SideFileKind, name: string): boolean => names[kind](name);

/**
 * What a side file adds to `meta`: its own keys as a side-car, metadata of the record otherwise.
 *
 * @throws {Problem} `bad-side-file`: it is no sound JSON or YAML, or not of its form
 */
export function readSideFile(kind: SideFileKind, name: string, bytes: Uint8Array): Tree {
  const tree = kind === 'citation-cff' ? parsedYaml(name, bytes) : parsed(name, bytes);
  if (kind === 'sidecar') return Object.fromEntries(Object.entries(tree).filter(([key]) => !ownKeys.includes(key)));
  const { metadata, leftOut } = converted(kind, name, tree);
  return { [defaultsKey]: metadata, ...(leftOut.length > 0 && { [leftOutKey]: leftOut }) };
}

const conversions: Readonly<Record<Exclude<SideFileKind, 'sidecar'>, (tree: Tree) => Conversion>> = {
  'zenodo-json': fromZenodoJson,
  'ro-crate': fromRoCrate,
  codemeta: fromCodemeta,
  'citation-cff': fromCitationCff,
};

/** Metadata alone: access, communities and DOIs are the recipe's. */
function converted(
  kind: Exclude<SideFileKind, 'sidecar'>,
  name: string,
  tree: Tree,
): { readonly metadata: Tree; readonly leftOut: readonly string[] } {
  try {
    const conversion = conversions[kind](tree);
    return { metadata: { ...conversion.draft.metadata }, leftOut: leftOutOf(conversion) };
  } catch (error) {
    if (!isConfigurationError(error)) throw error;
    throw new Problem(
      'bad-side-file',
      `The file "${name}" is not of the form that its name promises: ${error.message}`,
      'Mend it, or send the files without it.',
    );
  }
}

function leftOutOf({ draft, communities, losses }: Conversion): readonly string[] {
  const notOurs: readonly (readonly [boolean, string])[] = [
    [draft.access !== undefined, 'Who may see the record is up to the recipe: its access rights are left out.'],
    [communities.length > 0, `Communities are up to the recipe: ${communities.join(', ').slice(0, 200)} is left out.`],
    [draft.pids !== undefined, 'The DOI is made by Zenodo: the one that is given is left out.'],
    [
      draft.custom_fields !== undefined,
      `Fields of a discipline are left out: ${Object.keys(draft.custom_fields ?? {})
        .join(', ')
        .slice(0, 200)}.`,
    ],
  ];
  const all = [...losses.map(({ message }) => message.slice(0, 300)), ...notOurs.flatMap(([is, sentence]) => (is ? [sentence] : []))];
  if (all.length <= mostLeftOut) return all;
  return [...all.slice(0, mostLeftOut), `And ${all.length - mostLeftOut} more.`];
}

function parsed(name: string, bytes: Uint8Array): Tree {
  try {
    return parseJsonObject(Buffer.from(bytes)) as Tree;
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    throw new Problem('bad-side-file', `The file "${name}" cannot be read: ${error.message}`, 'Mend it, or send the files without it.');
  }
}

/** As strictly as a recipe: no tags, no anchors, no key twice. */
function parsedYaml(name: string, bytes: Uint8Array): Tree {
  const bad = (why: string): Problem =>
    new Problem('bad-side-file', `The file "${name}" cannot be read: ${why}`, 'Mend it, or send the files without it.');
  if (bytes.length > mostYamlBytes) throw bad(`it has ${bytes.length} bytes, and ${mostYamlBytes} are read.`);
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return new YamlFile(name, text).check(z.record(z.string(), z.unknown()), []);
  } catch (error) {
    if (error instanceof YamlError) throw bad(error.message);
    // Neither says more: bytes that are no text, and nesting that no stack has room for.
    if (error instanceof TypeError || error instanceof RangeError) throw bad('it is no UTF-8, or nested too deeply.');
    throw error;
  }
}
