import { type Doc, docAt, docsAt, textAt } from '../json.ts';
import { termProperty } from '../vocabularies/vocabulary.ts';
import { XSI } from './datacite-xml.ts';
import { identifierUrl } from './identifier-urls.ts';
import { accessIn, communityUrlsIn, conceptDoiIn, type ExportSource, englishTitle, licenceUrl, typeIn } from './source.ts';
import { shownHtml } from './texts.ts';
import { element, type XmlElement } from './xml.ts';

const OAI_DC = 'http://www.openarchives.org/OAI/2.0/oai_dc/';

/** The record as simple Dublin Core, its elements in the order of their names. */
export function dublinCore(source: ExportSource, inside = false): XmlElement {
  const { metadata } = source;
  const type = termProperty('resource-types', typeIn(source), 'eurepo');
  const fields: Readonly<Record<string, readonly (string | undefined)[]>> = {
    contributor: docsAt(metadata, 'contributors').map(nameOf),
    creator: docsAt(metadata, 'creators').map(nameOf),
    date: [textAt(metadata, 'publication_date'), embargoEnd(source)],
    description: [
      textAt(metadata, 'description'),
      ...docsAt(metadata, 'additional_descriptions').map((one) => textAt(one, 'description')),
    ].map((html) => html && shownHtml(html)),
    format: textsAt(metadata, 'formats'),
    identifier: [...pidsOf(source), ...docsAt(metadata, 'identifiers').map(spelled)],
    language: docsAt(metadata, 'languages').map((one) => textAt(one, 'id')),
    publisher: [textAt(metadata, 'publisher')],
    relation: [
      ...docsAt(metadata, 'related_identifiers').map(spelled),
      ...communityUrlsIn(source),
      conceptDoiIn(source) && `https://doi.org/${conceptDoiIn(source)}`,
    ],
    rights: [
      `info:eu-repo/semantics/${accessIn(source)}Access`,
      ...docsAt(metadata, 'rights').flatMap((one) => [englishTitle(one), licenceUrl(one)]),
    ],
    source: [journalOf(source), meetingOf(source)],
    subject: docsAt(metadata, 'subjects').map((one) => textAt(one, 'subject')),
    title: [textAt(metadata, 'title')],
    type: [type],
  };
  const elements = Object.entries(fields).flatMap(([name, values]) =>
    values.filter(Boolean).map((value) => element(`dc:${name}`, {}, value)),
  );
  return element(
    'oai_dc:dc',
    {
      'xmlns:dc': 'http://purl.org/dc/elements/1.1/',
      'xmlns:oai_dc': OAI_DC,
      ...(inside ? {} : XSI),
      'xsi:schemaLocation': `${OAI_DC} http://www.openarchives.org/OAI/2.0/oai_dc.xsd`,
    },
    elements,
  );
}

/** `info:eu-repo/date/embargoEnd/…` while an embargo holds. */
export function embargoEnd({ record }: ExportSource): string | undefined {
  const access = docAt(record, 'access');
  return access['status'] === 'embargoed' ? `info:eu-repo/date/embargoEnd/${textAt(docAt(access, 'embargo'), 'until')}` : undefined;
}

function nameOf(person: Doc): string | undefined {
  return textAt(docAt(person, 'person_or_org'), 'name');
}

function textsAt(doc: Doc, key: string): string[] {
  const value = doc[key];
  return Array.isArray(value) ? value.map(String) : [];
}

function pidsOf({ record }: ExportSource): string[] {
  return Object.entries(docAt(record, 'pids')).map(([scheme, pid]) =>
    spelled({ scheme, identifier: docAt({ pid }, 'pid')['identifier'] ?? '' }),
  );
}

/** An identifier as an address where it has one, else with its scheme before it. */
function spelled(one: Doc): string {
  const identifier = textAt(one, 'identifier') ?? '';
  const scheme = textAt(one, 'scheme') ?? '';
  return identifierUrl(identifier, scheme) ?? (identifier.startsWith(scheme) ? identifier : `${scheme}:${identifier}`);
}

function journalOf({ customFields, metadata }: ExportSource): string | undefined {
  const { title, volume, issue, pages } = docAt(customFields, 'journal:journal');
  const number = volume && issue ? `${String(volume)}(${String(issue)})` : volume || issue;
  const date = textAt(metadata, 'publication_date');
  if (!title && !number && !pages) return undefined;
  return [title, number, pages, date && `(${date})`].filter(Boolean).join(', ');
}

function meetingOf({ customFields }: ExportSource): string | undefined {
  const { acronym, title, place, dates } = docAt(customFields, 'meeting:meeting');
  return [acronym, title, place, dates].filter(Boolean).join(', ') || undefined;
}
