import type { Json } from '../../json.ts';
import { type Kind, list, loadGiven, type Outcome, object, term, text } from './kinds.ts';

const texts = (...names: string[]): Kind => object(names.map((name) => ({ name, kind: text() })));

/** The fields that Zenodo adds to metadata, each under its prefix. */
const customFields = object([
  { name: 'code:codeRepository', kind: text() },
  { name: 'code:programmingLanguage', kind: list(term) },
  { name: 'code:developmentStatus', kind: term },
  { name: 'imprint:imprint', kind: texts('title', 'isbn', 'pages', 'place', 'edition') },
  { name: 'journal:journal', kind: texts('title', 'issue', 'volume', 'pages', 'issn') },
  { name: 'meeting:meeting', kind: texts('title', 'acronym', 'dates', 'place', 'url', 'session', 'session_part') },
  { name: 'thesis:thesis', kind: texts('university', 'department', 'type', 'date_submitted', 'date_defended') },
]);

export function loadCustomFields(given: Json | undefined): Outcome {
  return given === undefined ? { value: {}, errors: [] } : loadGiven(given, customFields);
}
