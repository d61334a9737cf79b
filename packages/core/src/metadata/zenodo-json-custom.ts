import type { Reading } from './conversion.ts';
import { type Tree, treeIn } from './loose-values.ts';

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

/** Undefined when there are none. */
export function customFieldsOf(reading: Reading, tree: Tree): Tree | undefined {
  const groups = Object.entries(groupedFields).flatMap(([group, names]) => {
    const held = Object.entries(names).flatMap(([name, part]) => {
      const text = reading.text(name, tree[name]);
      return text === undefined ? [] : [[part, text] as const];
    });
    return held.length > 0 ? [[group, Object.fromEntries(held)] as const] : [];
  });
  const custom = treeIn(tree['custom']);
  if (tree['custom'] !== undefined && !custom) reading.lose('custom', 'is no object, and is left out.');
  const subjects = reading.eachTree('subjects', tree['subjects'], (one, at) => {
    const parts = ['term', 'identifier', 'scheme'].flatMap((name) => {
      const text = reading.text(`${at}.${name}`, one[name]);
      return text === undefined ? [] : [[name, text] as const];
    });
    return parts.length > 0 ? Object.fromEntries(parts) : reading.lose(at, 'needs a "term", and is left out.');
  });
  const fields = { ...Object.fromEntries(groups), ...custom, ...(subjects.length > 0 && { 'legacy:subjects': subjects }) };
  return Object.keys(fields).length > 0 ? fields : undefined;
}
