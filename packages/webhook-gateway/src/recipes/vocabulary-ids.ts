import type { VocabularyName } from '@zenodo-connect/core';

/** An id out of one of Zenodo's own lists, and where it stands. */
export interface VocabularyId {
  readonly path: readonly string[];
  readonly vocabulary: VocabularyName;
  readonly id: string;
}

/** Where metadata holds ids of Zenodo's lists; `*` is each entry. */
const places: readonly (readonly [string, VocabularyName])[] = [
  ['resource_type.id', 'resourcetypes'],
  ['rights.*.id', 'licenses'],
  ['languages.*.id', 'languages'],
  ['creators.*.role.id', 'creatorsroles'],
  ['contributors.*.role.id', 'contributorsroles'],
  ['related_identifiers.*.relation_type.id', 'relationtypes'],
  ['related_identifiers.*.resource_type.id', 'resourcetypes'],
  ['dates.*.type.id', 'datetypes'],
  ['additional_titles.*.type.id', 'titletypes'],
  ['additional_descriptions.*.type.id', 'descriptiontypes'],
];

/** The ids that stand in metadata as they are; those that a template makes are seen in what it made. */
export function vocabularyIdsIn(metadata: unknown): readonly VocabularyId[] {
  return places.flatMap(([place, vocabulary]) =>
    leavesAt(metadata, place.split('.'), []).flatMap(({ path, value }) =>
      typeof value === 'string' && !/\{[{%]/.test(value) ? [{ path, vocabulary, id: value }] : [],
    ),
  );
}

interface Leaf {
  readonly path: readonly string[];
  readonly value: unknown;
}

function leavesAt(value: unknown, [key, ...rest]: readonly string[], path: readonly string[]): readonly Leaf[] {
  if (key === undefined) return [{ path, value }];
  if (key === '*') return Array.isArray(value) ? value.flatMap((one, place) => leavesAt(one, rest, [...path, String(place)])) : [];
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return [];
  return leavesAt((value as Readonly<Record<string, unknown>>)[key], rest, [...path, key]);
}
