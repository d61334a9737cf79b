import type { FieldError } from '../../http/problem.ts';
import { type Doc, isDoc, type Json } from '../../json.ts';
import { isTruthy } from '../schema/python-values.ts';

/** Where the old dialect's flat names of a publication stand among the native custom fields. */
export const GROUPED_FIELDS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
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

const COMMUNITIES = "Communities must be an array of objects with an 'identifier' key.";

/** Native custom fields from old metadata. What is wrong in them is found out with the native draft, but for the shape of three. */
export function nativeCustomFields(given: Doc): { value: Doc; errors: FieldError[] } {
  const value: Doc = {};
  const errors: FieldError[] = [];
  for (const [group, names] of Object.entries(GROUPED_FIELDS)) {
    const held = Object.entries(names).flatMap(([name, part]) => (holds(given[name]) ? [[part, given[name]!] as const] : []));
    if (held.length > 0) value[group] = Object.fromEntries(held);
  }
  const custom = given['custom'];
  if (isDoc(custom)) Object.assign(value, custom);
  else if (custom !== undefined) errors.push({ field: 'metadata.custom', messages: ['Not a valid mapping type.'] });

  const communities = given['communities'];
  if (isTruthy(communities)) {
    if (Array.isArray(communities) && communities.every((one) => isDoc(one) && 'identifier' in one))
      value['legacy:communities'] = communities.map((one) => (one as Doc)['identifier']!);
    else errors.push({ field: 'communities', messages: [COMMUNITIES] });
  }
  const subjects = given['subjects'];
  if (isTruthy(subjects)) {
    if (Array.isArray(subjects) && subjects.every(isDoc)) value['legacy:subjects'] = subjects.map(subjectOf);
    else errors.push({ field: 'metadata.subjects', messages: ['Not a valid list.'] });
  }
  return { value, errors };
}

function subjectOf(given: Doc): Doc {
  return { term: given['term'] ?? null, identifier: given['identifier'] ?? null, scheme: given['scheme'] ?? null };
}

/** Nothing and empty containers are left out; an empty text is kept. */
function holds(value: Json | undefined): boolean {
  return value !== undefined && (typeof value !== 'object' || isTruthy(value));
}
