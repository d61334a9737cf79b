import { type Doc, docAt, docsAt, textAt } from '../json.ts';
import { encodePath } from '../replies/file-view.ts';
import { termProperty } from '../vocabularies/vocabulary.ts';
import { identifierUrl } from './identifier-urls.ts';
import { doiIn, type ExportSource, filesIn, filled, licenceUrl, linkIn, present, typeIn } from './source.ts';

/** FAIR signposting, level 2: the links between the record's page, its files and its metadata. */
export function linkset(source: ExportSource, types: readonly string[]): Doc {
  const page = linkIn(source, 'self_html') ?? '';
  const api = linkIn(source, 'self') ?? '';
  const doi = doiIn(source);
  const files = filesIn(source).map((file) => ({ file, url: `${page}/files/${encodePath(textAt(file, 'key') ?? '')}` }));
  const schema = termProperty('resource-types', typeIn(source), 'schema.org');
  const landing = present({
    author: filled(docsAt(source.metadata, 'creators').flatMap(authorLink)),
    'cite-as': doi ? [{ href: `https://doi.org/${doi}` }] : undefined,
    describedby: types.map((type) => ({ href: api, type })),
    item: filled(files.map(({ file, url }) => present({ href: url, type: file['mimetype'] }))),
    license: filled(docsAt(source.metadata, 'rights').flatMap((right) => hrefs(licenceUrl(right)))),
    type: [...hrefs(schema), { href: 'https://schema.org/AboutPage' }],
    anchor: page,
  });
  const aboutPage = [{ href: page, type: 'text/html' }];
  return {
    linkset: [landing, ...files.map(({ url }) => ({ anchor: url, collection: aboutPage })), { anchor: api, describes: aboutPage }],
  };
}

/** The same links of the page as a `Link` header; where they are many, only the address of the whole set. */
export function linkHeader(source: ExportSource, types: readonly string[]): string {
  const [landing] = docsAt(linkset(source, types), 'linkset');
  const isLong = ['author', 'item', 'license'].some((relation) => docsAt(landing!, relation).length > 5);
  const links = Object.keys(isLong ? {} : landing!).flatMap((relation) =>
    docsAt(landing!, relation).map((link) => typedLink(relation, link)),
  );
  return [...links, typedLink('linkset', { href: linkIn(source, 'self') ?? '', type: 'application/linkset+json' })].join(' , ');
}

function typedLink(relation: string, { href, type }: Doc): string {
  const [media, profile] = (typeof type === 'string' ? type : '').split(';');
  return [`<${String(href)}>`, `rel="${relation}"`, media && `type="${media}"`, profile].filter(Boolean).join(' ; ');
}

function authorLink(creator: Doc): Doc[] {
  const urls = docsAt(docAt(creator, 'person_or_org'), 'identifiers').flatMap(
    (one) => identifierUrl(textAt(one, 'identifier') ?? '', textAt(one, 'scheme') ?? '') ?? [],
  );
  return hrefs(urls[0]);
}

function hrefs(url: string | undefined): Doc[] {
  return url ? [{ href: url }] : [];
}
