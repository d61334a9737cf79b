import type { Json } from '../../json.ts';
import { DOMAIN_FIELDS } from './domain-fields.ts';
import { complaintAbout } from './identifier-schemes.ts';
import { type Kind, list, loadGiven, type Outcome, object, term, text } from './kinds.ts';

const texts = (names: string, checked: Readonly<Record<string, Kind>> = {}): Kind =>
  object(names.split(' ').map((name) => ({ name, kind: checked[name] ?? text() })));

const isbn = text({ check: (value) => (complaintAbout('isbn', value) === undefined ? undefined : 'Please provide a valid ISBN.') });
const url = text({ check: (value) => (complaintAbout('url', value) === undefined ? undefined : 'You must provide a valid URL.') });

/** Terms in a list, where nothing is no object like any other value. */
const terms: Kind = { load: (value) => list(term).load(Array.isArray(value) ? value.map((one) => one ?? []) : value) };

/** The fields that Zenodo adds to metadata, each under its prefix. */
const customFields = object([
  { name: 'code:codeRepository', kind: text() },
  { name: 'code:programmingLanguage', kind: terms },
  { name: 'code:developmentStatus', kind: term },
  { name: 'imprint:imprint', kind: texts('title isbn pages place edition', { isbn }) },
  { name: 'journal:journal', kind: texts('title issue volume pages issn') },
  { name: 'meeting:meeting', kind: texts('title acronym dates place url session session_part', { url }) },
  { name: 'legacy:communities', kind: list(text()) },
  { name: 'legacy:subjects', kind: list(texts('term identifier scheme')) },
  { name: 'thesis:thesis', kind: texts('university department type date_submitted date_defended') },
  ...DOMAIN_FIELDS,
]);

export function loadCustomFields(given: Json | undefined): Outcome {
  return given === undefined ? { value: {}, errors: [] } : loadGiven(given, customFields);
}
