import { type Doc, docAt, docsAt, textAt } from '../json.ts';
import { termProperty } from '../vocabularies/vocabulary.ts';
import { edtfParts } from './edtf-date.ts';
import { doiIn, type ExportSource, filled, idOf, present, typeIn } from './source.ts';
import { strippedHtml } from './texts.ts';

/** The record as CSL-JSON, with the spelling of names that Zenodo uses (`container_title`). */
export function cslJson(source: ExportSource): Doc {
  const { metadata } = source;
  const description = textAt(metadata, 'description');
  const dates = edtfParts(textAt(metadata, 'publication_date') ?? '');
  const identifier = (scheme: string) => docsAt(metadata, 'identifiers').find((one) => one['scheme'] === scheme)?.['identifier'];
  return present({
    id: idOf(source),
    type: typeIn(source) ? (termProperty('resource-types', typeIn(source), 'csl') ?? 'article') : undefined,
    title: metadata['title'],
    abstract: description === undefined ? undefined : strippedHtml(description),
    author: filled(docsAt(metadata, 'creators').map(author)),
    issued: dates.length === 0 ? undefined : { 'date-parts': dates.map((parts) => [...parts]) },
    language: docsAt(metadata, 'languages')[0]?.['id'],
    version: metadata['version'],
    DOI: doiIn(source) ?? identifier('doi'),
    ISBN: identifier('isbn'),
    ISSN: identifier('issn'),
    publisher: metadata['publisher'],
    ...journalOf(source),
    ...imprintOf(source),
    ...meetingOf(source),
  });
}

function author(creator: Doc): Doc {
  const entity = docAt(creator, 'person_or_org');
  return present({ family: textAt(entity, 'family_name') || textAt(entity, 'name'), given: entity['given_name'] });
}

function journalOf({ customFields }: ExportSource): Doc {
  const { title, pages, volume, issue, issn } = docAt(customFields, 'journal:journal');
  return present({
    container_title: title || undefined,
    page: pages || undefined,
    volume: volume || undefined,
    issue: issue || undefined,
    ...(issn ? { ISSN: issn } : {}),
  });
}

function imprintOf({ customFields }: ExportSource): Doc {
  const { title, pages, place, isbn, edition } = docAt(customFields, 'imprint:imprint');
  return present({
    ...(title ? { container_title: title } : {}),
    ...(pages ? { page: pages } : {}),
    publisher_place: place || undefined,
    ...(isbn ? { ISBN: isbn } : {}),
    edition: edition || undefined,
  });
}

function meetingOf({ customFields }: ExportSource): Doc {
  const { title, acronym, place } = docAt(customFields, 'meeting:meeting');
  const event = title && acronym ? `${String(title)} (${String(acronym)})` : title || acronym;
  return present({ event: event || undefined, event_place: place || undefined });
}
