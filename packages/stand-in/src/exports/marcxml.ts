import { type Doc, docAt, docsAt, type Json, textAt } from '../json.ts';
import { encodePath } from '../replies/file-view.ts';
import { termProperty } from '../vocabularies/vocabulary.ts';
import { embargoEnd } from './dublin-core.ts';
import {
  communitiesIn,
  conceptDoiIn,
  doiIn,
  type ExportSource,
  englishTitle,
  filesIn,
  idOf,
  licenceUrl,
  originIn,
  typeIn,
} from './source.ts';
import { shownHtml } from './texts.ts';
import { element, type XmlElement } from './xml.ts';

/** Subfields by their code, or as pairs where a digit comes after a letter; a list is repeated, undefined is left out. */
type Subfields = Readonly<Record<string, Json | undefined>> | readonly (readonly [code: string, value: Json | undefined])[];

/** The record as MARC 21 in XML, in the order in which Zenodo writes it. */
export function marcxml(source: ExportSource): XmlElement {
  const { metadata, record, customFields } = source;
  const [first, ...others] = docsAt(metadata, 'creators');
  const descriptions = (texts: readonly (string | undefined)[]) => texts.filter(Boolean).map((text) => ({ a: shownHtml(text!) }));
  return element(
    'record',
    { xmlns: 'http://www.loc.gov/MARC21/slim' },
    element('leader', {}, leader(typeIn(source))),
    element('controlfield', { tag: '001' }, idOf(source)),
    fields('024', '  ', doiIn(source) ? [{ 2: 'doi', a: doiIn(source) }] : []),
    fields('909', 'CO', oai(source)),
    fields('700', '  ', [...docsAt(metadata, 'contributors'), ...others].map(person)),
    fields('245', '  ', [{ a: textAt(metadata, 'title') }]),
    fields('100', '  ', first ? [person(first)] : []),
    fields(
      '856',
      ' 2',
      docsAt(metadata, 'related_identifiers').map((one) => ({ a: `${String(one['scheme'])}:${String(one['identifier'])}` })),
    ),
    fields('540', '  ', rights(source)),
    fields(
      '650',
      '17',
      docsAt(metadata, 'rights').map((one) => [
        ['a', one['id']],
        ['2', docAt(one, 'props')['scheme']],
      ]),
    ),
    fields(
      '653',
      '  ',
      docsAt(metadata, 'subjects').map((one) => ({ a: one['subject'] })),
    ),
    fields('520', '  ', descriptions([textAt(metadata, 'description')])),
    fields('500', '  ', descriptions(docsAt(metadata, 'additional_descriptions').map((one) => textAt(one, 'description')))),
    fields(
      '041',
      '  ',
      docsAt(metadata, 'languages').map((one) => ({ a: one['id'] })),
    ),
    fields(
      '999',
      'C5',
      docsAt(metadata, 'references').map((one) => ({ x: one['reference'] })),
    ),
    fields('260', '  ', [
      { b: metadata['publisher'], c: [textAt(metadata, 'publication_date') ?? '', embargoEnd(source) ?? ''].filter(Boolean) },
    ]),
    fields('502', '  ', customFields['thesis:university'] ? [{ c: customFields['thesis:university'] }] : []),
    fields('980', '  ', types(source)),
    fields('520', ' 1', texts(metadata['formats'])),
    fields('520', ' 2', texts(metadata['sizes'])),
    fields('536', '  ', docsAt(metadata, 'funding').map(funding)),
    element('controlfield', { tag: '005' }, `${(textAt(record, 'updated') ?? '').replace(/\D/g, '').slice(0, 14)}.0`),
    fields(
      '856',
      '4 ',
      filesIn(source).map((one) => file(source, one)),
    ),
    fields('542', '  ', [{ l: docAt(record, 'access')['status'] }]),
    fields('773', '  ', [...hosts(source), ...imprint(source)]),
    fields('909', 'C4', journal(source)),
  );
}

/** Fixed positions that say what kind of thing it is. */
function leader(type: string): string {
  const kinds: Readonly<Record<string, string>> = { image: 'k', video: 'g', dataset: 'm', software: 'm' };
  return `00000n${kinds[type] ?? 'a'}m##2200000uu#4500`;
}

function fields(tag: string, indicators: string, all: readonly Subfields[]): XmlElement[] {
  return all.map((subfields) =>
    element(
      'datafield',
      { tag, ind1: indicators[0], ind2: indicators[1] },
      (isPairs(subfields) ? subfields : Object.entries(subfields)).flatMap(([code, value]) =>
        [value ?? []].flat().map((one) => element('subfield', { code }, String(one))),
      ),
    ),
  );
}

function isPairs(subfields: Subfields): subfields is readonly (readonly [string, Json | undefined])[] {
  return Array.isArray(subfields);
}

function texts(values: Json | undefined): Subfields[] {
  return Array.isArray(values) ? values.map((a) => ({ a })) : [];
}

function oai(source: ExportSource): Subfields[] {
  const identifier = textAt(docAt(docAt(source.record, 'pids'), 'oai'), 'identifier');
  return identifier ? [{ o: identifier, p: communitiesIn(source).map((slug) => `user-${slug}`) }] : [];
}

function person(one: Doc): Subfields {
  const entity = docAt(one, 'person_or_org');
  const known = docsAt(entity, 'identifiers').filter(({ scheme }) => scheme === 'gnd' || scheme === 'orcid');
  return [
    ['a', entity['name']],
    ['0', known.map(({ scheme, identifier }) => `(${String(scheme)})${String(identifier)}`)],
    ['u', docsAt(one, 'affiliations')[0]?.['name']],
    ['4', termProperty('contributor-roles', textAt(docAt(one, 'role'), 'id') ?? '', 'marc')],
  ];
}

function rights(source: ExportSource): Subfields[] {
  return [
    { a: `info:eu-repo/semantics/${String(docAt(source.record, 'access')['status'])}Access` },
    ...docsAt(source.metadata, 'rights').map((one) => ({ a: englishTitle(one), u: licenceUrl(one) })),
  ];
}

function types(source: ExportSource): Subfields[] {
  const property = (name: string) => termProperty('resource-types', typeIn(source), name);
  return [
    ...communitiesIn(source).map((slug) => ({ a: `user-${slug}` })),
    ...(property('eurepo') ? [{ a: property('eurepo') }] : []),
    ...(property('marc21_type') ? [{ a: property('marc21_type'), b: property('marc21_subtype') }] : []),
  ];
}

function funding(one: Doc): Subfields {
  const award = docAt(one, 'award');
  return { c: award['number'], a: [docAt(one, 'funder')['name'], englishTitle(award)].filter(Boolean).join(': ') };
}

function file(source: ExportSource, one: Doc): Subfields {
  const url = `${originIn(source)}/records/${idOf(source)}/files/${encodePath(textAt(one, 'key') ?? '')}`;
  return { s: String(one['size']), z: one['checksum'], u: url };
}

/** Related works, and the concept that this is a version of. */
function hosts(source: ExportSource): Subfields[] {
  const concept = conceptDoiIn(source);
  return [
    ...docsAt(source.metadata, 'related_identifiers').map((one) => ({
      a: one['identifier'],
      i: englishTitle(docAt(one, 'relation_type')),
      n: one['scheme'],
    })),
    ...(concept ? [{ a: concept, i: 'isVersionOf', n: 'doi' }] : []),
  ];
}

function imprint({ customFields, metadata }: ExportSource): Subfields[] {
  const { title, isbn, pages, place, edition } = docAt(customFields, 'imprint:imprint');
  if (!title && !isbn && !pages && !place && !edition) return [];
  return [{ t: title, z: isbn, g: pages, d: [place, metadata['publication_date']].filter(Boolean).join(', '), b: edition }];
}

function journal({ customFields, metadata }: ExportSource): Subfields[] {
  const { title, volume, issue, pages } = docAt(customFields, 'journal:journal');
  return title || volume || issue || pages ? [{ p: title, v: volume, n: issue, c: pages, y: metadata['publication_date'] }] : [];
}
