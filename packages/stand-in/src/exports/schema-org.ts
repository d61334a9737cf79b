import { type Doc, docAt, docsAt, type Json, textAt } from '../json.ts';
import { termProperty, termTitle } from '../vocabularies/vocabulary.ts';
import { edtfParts } from './edtf-date.ts';
import { identifierUrl } from './identifier-urls.ts';
import { doiIn, type ExportSource, englishTitle, filesIn, filled, licenceUrl, linkIn, present, typeIn } from './source.ts';
import { sizeText } from './texts.ts';

/** The record as schema.org JSON-LD. */
export function schemaOrg(source: ExportSource): Doc {
  const doi = doiIn(source);
  const { title, pages, volume, issue, issn } = docAt(source.customFields, 'journal:journal');
  return present({
    '@context': 'http://schema.org',
    '@id': doi && `https://doi.org/${doi}`,
    ...works(source),
    ...present({
      container_title: title || undefined,
      page: pages || undefined,
      volume: volume || undefined,
      issue: issue || undefined,
      ISSN: issn || undefined,
    }),
  });
}

/** The record as CodeMeta 2.0. */
export function codemeta(source: ExportSource): Doc {
  const doi = doiIn(source);
  const { funding: _funding, ...common } = works(source);
  const languages = docsAt(source.customFields, 'code:programmingLanguage').map(englishTitle).filter(Boolean);
  return present({
    '@context': 'https://doi.org/10.5063/schema/codemeta-2.0',
    '@id': doi && `https://doi.org/${doi}`,
    ...common,
    identifier: doi && { '@type': 'doi', value: doi, propertyID: `http://doi.org/${doi}` },
    funding: grantOf(source),
    codeRepository: source.customFields['code:codeRepository'] || undefined,
    programmingLanguage: languages.length > 0 ? languages.join(' ') : undefined,
    developmentStatus: englishTitle(docAt(source.customFields, 'code:developmentStatus')),
  });
}

function works(source: ExportSource): Doc {
  const { metadata, record } = source;
  const doi = doiIn(source);
  const type = termProperty('resource-types', typeIn(source), 'schema.org') ?? 'https://schema.org/CreativeWork';
  const creators = filled(docsAt(metadata, 'creators').map(person));
  const bytes = Number(docAt(record, 'files')['total_bytes'] ?? 0);
  const size = bytes > 0 ? sizeText(bytes) : undefined;
  const keywords = docsAt(metadata, 'subjects').flatMap((one) => textAt(one, 'subject') ?? []);
  const isDataset = type === 'https://schema.org/Dataset';
  return present({
    '@type': type,
    identifier: doi ? `https://doi.org/${doi}` : linkIn(source, 'self'),
    name: metadata['title'],
    creator: creators,
    author: creators,
    editor: filled(docsAt(metadata, 'contributors').map(person)),
    publisher: metadata['publisher'] ? { '@type': 'Organization', name: metadata['publisher'] } : undefined,
    keywords: keywords.length > 0 ? keywords.join(', ') : undefined,
    dateCreated: record['created'],
    dateModified: record['updated'],
    datePublished: edtfParts(textAt(metadata, 'publication_date') ?? '')[0]?.join('-'),
    temporal: filled(docsAt(metadata, 'dates').flatMap((one) => textAt(one, 'date') ?? [])),
    inLanguage: languageOf(source),
    contentSize: size,
    size,
    encodingFormat: unwrapped(metadata['formats']),
    version: metadata['version'],
    license: licenceOf(source),
    description: metadata['description'],
    funding: filled(docsAt(metadata, 'funding').map(fundingOf)),
    isPartOf: related(source, 'ispartof'),
    hasPart: related(source, 'haspart'),
    sameAs: related(source, 'isidenticalto'),
    citation: related(source, 'cites', 'references'),
    url: linkIn(source, 'self_html'),
    measurementTechnique: isDataset
      ? docsAt(metadata, 'additional_descriptions').find((one) => docAt(one, 'type')['id'] === 'methods')?.['description']
      : undefined,
    distribution: isDataset ? filled(filesIn(source).map((file) => download(source, file))) : undefined,
    uploadDate: type === 'https://schema.org/VideoObject' ? record['created'] : undefined,
  });
}

function person(given: Doc): Doc {
  const entity = docAt(given, 'person_or_org');
  const first = docsAt(entity, 'identifiers')[0];
  return present({
    name: entity['name'],
    givenName: entity['given_name'],
    familyName: entity['family_name'],
    affiliation: filled(docsAt(given, 'affiliations').map(affiliation)),
    '@id': first && entityUrl(first),
    '@type': entity['type'] === 'organizational' ? 'Organization' : 'Person',
  });
}

function affiliation(given: Doc): Doc {
  const first = given['id'] ? docsAt(given, 'identifiers')[0] : undefined;
  return present({ '@type': 'Organization', name: given['name'], '@id': first && entityUrl(first) });
}

function entityUrl(one: Doc): string | undefined {
  const identifier = textAt(one, 'identifier') ?? '';
  return one['scheme'] === 'isni' ? `http://isni.org/isni/${identifier}` : identifierUrl(identifier, textAt(one, 'scheme') ?? '');
}

function languageOf({ metadata }: ExportSource): Doc | undefined {
  const id = textAt(docsAt(metadata, 'languages')[0] ?? {}, 'id');
  const name = id && termTitle('languages', id);
  return name ? { alternateName: id, '@type': 'Language', name } : undefined;
}

function licenceOf({ metadata }: ExportSource): string | undefined {
  const rights = docsAt(metadata, 'rights');
  return licenceUrl(rights.find((right) => right['id']) ?? rights.find((right) => right['link']) ?? {});
}

/** One value as itself, several as a list. */
function unwrapped(values: Json | undefined): Json | undefined {
  return Array.isArray(values) && values.length <= 1 ? values[0] : values;
}

function fundingOf(funding: Doc): Doc {
  const funder = docAt(funding, 'funder');
  const award = docAt(funding, 'award');
  const title = englishTitle(award);
  const number = textAt(award, 'number');
  return present({
    funder: present({ '@type': 'Organization', '@id': funder['id'] || undefined, name: funder['name'] || undefined }),
    name: title && number ? `${title} (${number})` : title || number,
    identifier: award['id'],
    url: docsAt(award, 'identifiers').find(({ scheme }) => scheme === 'url'),
  });
}

/** The address or name of the first grant that has one. */
function grantOf({ metadata }: ExportSource): string | undefined {
  for (const { award } of docsAt(metadata, 'funding').map((funding) => ({ award: docAt(funding, 'award') }))) {
    const url = textAt(docsAt(award, 'identifiers').find(({ scheme }) => scheme === 'url') ?? {}, 'identifier');
    const title = englishTitle(award);
    const number = textAt(award, 'number');
    if (url || (title && number)) return url ?? `${title} (${number})`;
  }
  return undefined;
}

function related({ metadata }: ExportSource, ...relations: readonly string[]): Doc[] | undefined {
  return filled(
    docsAt(metadata, 'related_identifiers')
      .filter((one) => relations.includes(textAt(docAt(one, 'relation_type'), 'id') ?? ''))
      .flatMap((one) => {
        const url = identifierUrl(textAt(one, 'identifier') ?? '', textAt(one, 'scheme') ?? '');
        const type = termProperty('resource-types', textAt(docAt(one, 'resource_type'), 'id') ?? '', 'schema.org');
        return url ? [{ '@type': type?.replace('https://schema.org/', '') ?? 'CreativeWork', '@id': url }] : [];
      }),
  );
}

function download(source: ExportSource, file: Doc): Doc {
  const contentUrl = `${linkIn(source, 'files')}/${String(file['key'])}/content`;
  return present({ '@type': 'DataDownload', contentUrl, encodingFormat: file['mimetype'] });
}
