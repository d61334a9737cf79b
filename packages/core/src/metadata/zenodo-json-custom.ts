import type { Reading } from './conversion.ts';
import { compact, type Tree, treeIn } from './loose-values.ts';

/** Where the flat names of a publication stand among the custom fields. */
export const groupedFields: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'journal:journal': { journal_title: 'title', journal_volume: 'volume', journal_issue: 'issue', journal_pages: 'pages' },
  'meeting:meeting': {
    conference_title: 'title',
    conference_acronym: 'acronym',
    conference_dates: 'dates',
    conference_place: 'place',
    conference_url: 'url',
    conference_session: 'session',
    conference_session_part: 'session_part',
  },
  'imprint:imprint': { partof_title: 'title', partof_pages: 'pages', imprint_isbn: 'isbn', imprint_place: 'place' },
  'thesis:thesis': { thesis_university: 'university' },
};

const subjectParts = { term: 'term', identifier: 'identifier', scheme: 'scheme' };

/** Undefined when there are none. */
export function customFieldsOf(reading: Reading, tree: Tree): Tree | undefined {
  const groups = Object.entries(groupedFields).map(([group, names]) => [group, partsOf(reading, names, tree)] as const);
  const custom = treeIn(tree['custom']);
  if (tree['custom'] !== undefined && !custom) reading.lose('custom', 'is no object, and is left out.');
  const subjects = reading.eachTree(
    'subjects',
    tree['subjects'],
    (one, at) => partsOf(reading, subjectParts, one, `${at}.`) ?? reading.lose(at, 'needs a "term", and is left out.'),
  );
  const fields = compact({ ...Object.fromEntries(groups), ...custom, 'legacy:subjects': subjects });
  return Object.keys(fields).length > 0 ? fields : undefined;
}

/** The texts of `tree`, under the names of their parts; undefined when it has none of them. `at` goes before a name that is lost. */
function partsOf(reading: Reading, names: Readonly<Record<string, string>>, tree: Tree, at = ''): Tree | undefined {
  const texts = Object.entries(names).map(([name, part]) => [part, reading.text(`${at}${name}`, tree[name])] as const);
  const parts = compact(Object.fromEntries(texts));
  return Object.keys(parts).length > 0 ? parts : undefined;
}
