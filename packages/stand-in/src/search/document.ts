import { docAt, docsAt, textAt } from '../json.ts';
import { accessStatus } from '../replies/native-view.ts';
import type { Content, Entry } from '../state/entry.ts';
import type { Listed } from '../state/listed.ts';
import { termProperty } from '../vocabularies/vocabulary.ts';
import { wordsOf } from './analysis.ts';
import { copiesOf, readingOf, type Side } from './fields.ts';
import { eachValue, endingOf, fieldsOf } from './fields-of.ts';
import type { Terms } from './terms.ts';

/** What all documents of one stand-in share: the numbers of their texts and of the paths of their fields. */
export interface Numbers {
  /** The words of fields that are read as words. */
  readonly words: Terms;
  /** The values of all other fields. */
  readonly terms: Terms;
  readonly paths: Terms;
}

/** Of which documents a query is asked. */
export interface Searched extends Numbers {
  readonly side: Side;
}

/** The values that are counted beside the hits. */
interface FacetValues {
  readonly year: string | undefined;
  readonly status: string;
  readonly type: string;
  /** The general one of the two levels of a type. */
  readonly generalType: string | undefined;
  readonly subjects: readonly string[];
  readonly endings: readonly string[];
}

const NONE: readonly string[] = [];

/**
 * What a search looks at: one draft or record as numbers, so that ten thousand fit into memory and are looked through in milliseconds.
 * The entry itself is read when it is shown.
 */
export class SearchDocument {
  readonly side: Side;
  readonly parentId: string;
  readonly ownerId: string;
  readonly index: number;
  readonly isPublished: boolean;
  readonly created: string;
  readonly updated: string;
  readonly publicationDate: string;
  /** Ids of the communities. */
  readonly communities: readonly string[];
  readonly facets: FacetValues;
  /** What is read as words: for each value first the number of its path, as -1 - number, then its words. */
  readonly texts: Int32Array;
  /** All other values but `created` and `updated`, likewise, each of them as one term. */
  readonly wholes: Int32Array;
  readonly #listed: Listed;

  constructor(listed: Listed, entry: Entry, side: Side, numbers: Numbers) {
    const content = side === 'draft' ? entry.draft! : entry.record!;
    this.#listed = listed;
    this.side = side;
    this.parentId = entry.parentId;
    this.ownerId = numbers.terms.shared(entry.ownerId);
    this.index = entry.index;
    this.isPublished = entry.record !== undefined;
    this.created = content.created;
    this.updated = content.updated === content.created ? content.created : content.updated;
    this.publicationDate = numbers.terms.shared(String(content.metadata['publication_date'] ?? ''));
    this.communities = (entry.communities ?? NONE).length === 0 ? NONE : entry.communities!.map(({ id }) => numbers.terms.shared(id));
    this.facets = facetValues(content, numbers.terms);
    [this.texts, this.wholes] = valuesOf(entry, side, numbers);
  }

  get id(): string {
    return this.#listed.id;
  }

  get entry(): Entry {
    return this.#listed.entry;
  }
}

function valuesOf(entry: Entry, side: Side, { words: known, terms, paths }: Numbers): [texts: Int32Array, wholes: Int32Array] {
  const texts: number[] = [];
  const wholes: number[] = [];
  const hold = (path: string, value: string) => {
    const field = -1 - paths.numberOf(path);
    const reading = readingOf(path, side);
    if (reading === undefined) return void wholes.push(field, terms.numberOf(value));
    texts.push(field);
    for (const word of wordsOf(value, reading)) texts.push(known.numberOf(word));
  };
  eachValue(fieldsOf(entry, side), (path, value) => {
    if (path === 'created' || path === 'updated') return;
    for (const name of [path, ...copiesOf(path, side)]) hold(name, String(value));
  });
  return [Int32Array.from(texts), Int32Array.from(wholes)];
}

function facetValues(content: Content, terms: Terms): FacetValues {
  const type = textAt(docAt(content.metadata, 'resource_type'), 'id') ?? '';
  const year = textAt(content.metadata, 'publication_date')?.trim().slice(0, 4);
  // Files that are not for everybody are not counted either.
  const files = content.access['files'] === 'restricted' ? [] : content.files.entries;
  return {
    year: year === undefined ? undefined : terms.shared(year),
    status: accessStatus(content),
    type: terms.shared(type),
    generalType: termProperty('resource-types', type, 'type'),
    subjects: distinct(docsAt(content.metadata, 'subjects').map((subject) => textAt(subject, 'subject'))).map((one) => terms.shared(one)),
    endings: distinct(files.map(({ key }) => endingOf(key))).map((one) => terms.shared(one)),
  };
}

function distinct(values: readonly (string | undefined)[]): readonly string[] {
  return values.length === 0 ? NONE : ([...new Set(values.filter((value) => value !== undefined && value !== ''))] as string[]);
}
