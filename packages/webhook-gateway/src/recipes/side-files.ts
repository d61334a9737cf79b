import { fromRoCrate, fromZenodoJson, isConfigurationError } from '@zenodo-connect/core';
import { parseJsonObject } from '../json/scan-json.ts';
import { Problem } from '../problems/problem.ts';

/** Which file of a set says something of the set, and in which form. */
export const sideFileKinds = ['sidecar', 'zenodo-json', 'ro-crate'] as const;
export type SideFileKind = (typeof sideFileKinds)[number];

type Tree = Readonly<Record<string, unknown>>;

/** Under this name the metadata of a side file stands in `meta`; no path of a recipe can lead there, and nothing from outside may bring it. */
export const defaultsKey = '$defaults';

/** A description is small; what is larger is data that only has the name. */
export const mostSideBytes = 1024 * 1024;

const names: Readonly<Record<SideFileKind, (name: string) => boolean>> = {
  sidecar: (name) => name === 'meta.json' || name.endsWith('.meta.json'),
  'zenodo-json': (name) => name === '.zenodo.json' || name === 'zenodo.json',
  'ro-crate': (name) => name === 'ro-crate-metadata.json',
};

export const isSideFile = (kind: SideFileKind, name: string): boolean => names[kind](name);

/**
 * What a side file adds to `meta`: its own keys as a side-car, metadata of the record otherwise.
 *
 * @throws {Problem} `bad-side-file`: it is no sound JSON, or not of its form
 */
export function readSideFile(kind: SideFileKind, name: string, bytes: Uint8Array): Tree {
  const tree = parsed(name, bytes);
  if (kind === 'sidecar') return Object.fromEntries(Object.entries(tree).filter(([key]) => key !== defaultsKey));
  return { [defaultsKey]: converted(kind, name, tree) };
}

/** Metadata alone: access, communities and DOIs are the recipe's. */
function converted(kind: 'zenodo-json' | 'ro-crate', name: string, tree: Tree): Tree {
  try {
    const { draft } = kind === 'ro-crate' ? fromRoCrate(tree) : fromZenodoJson(tree);
    return { ...draft.metadata };
  } catch (error) {
    if (!isConfigurationError(error)) throw error;
    throw new Problem(
      'bad-side-file',
      `The file "${name}" is not of the form that its name promises: ${error.message}`,
      'Mend it, or send the files without it.',
    );
  }
}

function parsed(name: string, bytes: Uint8Array): Tree {
  try {
    return parseJsonObject(Buffer.from(bytes)) as Tree;
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    throw new Problem('bad-side-file', `The file "${name}" cannot be read: ${error.message}`, 'Mend it, or send the files without it.');
  }
}
