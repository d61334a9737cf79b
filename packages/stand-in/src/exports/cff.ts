import { type Doc, docAt, docsAt, textAt } from '../json.ts';
import { doiIn, type ExportSource, filled, present, typeIn } from './source.ts';
import { printYaml } from './yaml.ts';

/** The record as a Citation File Format file. */
export function cff(source: ExportSource): string {
  const { metadata } = source;
  const type = typeIn(source);
  const citable = type === 'software' || type === 'dataset';
  const rights = docsAt(metadata, 'rights');
  return printYaml(
    present({
      'cff-version': '1.2.0',
      type: citable ? type : undefined,
      abstract: metadata['description'],
      authors: [...docsAt(metadata, 'creators'), ...docsAt(metadata, 'contributors')].map(author),
      'date-released': metadata['publication_date'],
      doi: doiIn(source),
      identifiers: filled(docsAt(metadata, 'identifiers').map(identifier)),
      keywords: filled(docsAt(metadata, 'subjects').flatMap(({ id, subject }) => [id, subject].filter(Boolean) as string[])),
      license: rights.flatMap((right) => textAt(right, 'id') ?? []),
      'license-url': rights.find((right) => !right['id'] && right['link'])?.['link'],
      message: `If you use this ${citable ? type : 'work'}, please cite it using the metadata from this file.`,
      'repository-code': type === 'software' ? repositoryOf(metadata) : undefined,
      title: metadata['title'],
      version: metadata['version'],
    }),
  );
}

function author(one: Doc): Doc {
  const entity = docAt(one, 'person_or_org');
  const orcid = docsAt(entity, 'identifiers').find(({ scheme }) => scheme === 'orcid')?.['identifier'];
  if (entity['type'] !== 'personal') return present({ name: entity['name'], orcid });
  const first = docsAt(one, 'affiliations')[0];
  return present({
    'family-names': entity['family_name'] || undefined,
    'given-names': entity['given_name'] || undefined,
    orcid,
    affiliation: first && (first['name'] ?? first['id']),
  });
}

function identifier({ scheme, identifier: value }: Doc): Doc {
  return { type: ['doi', 'url', 'swh'].includes(String(scheme)) ? String(scheme) : 'other', value: value ?? '' };
}

function repositoryOf(metadata: Doc): string | undefined {
  const found = docsAt(metadata, 'related_identifiers').find(
    (one) =>
      one['scheme'] === 'url' && docAt(one, 'resource_type')['id'] === 'software' && docAt(one, 'relation_type')['id'] === 'issupplementto',
  );
  return textAt(found ?? {}, 'identifier');
}
