import { type Doc, docAt, docsAt, textAt } from '../json.ts';
import { type ExportSource, englishTitle, filesIn, filled, idOf, licenceUrl, linkIn, present } from './source.ts';

/** The record as a Frictionless data package. */
export function dataPackage(source: ExportSource): Doc {
  const { metadata, record } = source;
  const page = linkIn(source, 'self_html');
  return present({
    $schema: 'https://datapackage.org/profiles/2.0/datapackage.json',
    id: linkIn(source, 'doi'),
    name: idOf(source),
    title: metadata['title'],
    description: metadata['description'],
    version: metadata['version'],
    created: record['created'],
    homepage: page,
    keywords: filled(docsAt(metadata, 'subjects').flatMap((one) => textAt(one, 'subject') || [])),
    resources: filesIn(source).map((file) =>
      present({
        name: file['key'],
        path: `${page}/files/${String(file['key'])}`,
        format: file['ext'],
        mediatype: file['mimetype'],
        bytes: file['size'],
        hash: file['checksum'],
      }),
    ),
    licenses: filled(
      docsAt(metadata, 'rights')
        .filter((right) => right['id'])
        .map((right) => present({ name: right['id'], path: licenceUrl(right), title: englishTitle(right) })),
    ),
    contributors: filled([
      ...docsAt(metadata, 'creators').map((one) => person(one, 'creator')),
      ...docsAt(metadata, 'contributors').map((one) => person(one, 'contributor')),
    ]),
  });
}

function person(one: Doc, role: string): Doc {
  const entity = docAt(one, 'person_or_org');
  return present({
    title: entity['name'],
    givenName: entity['given_name'],
    familyName: entity['family_name'],
    roles: [textAt(docAt(one, 'role'), 'id') ?? role],
    organization: docsAt(one, 'affiliations')[0]?.['name'],
  });
}
