import type { Call } from '../http/call.ts';
import { NATIVE } from '../http/negotiation.ts';
import { invalidField, noSuchId, notFound, Problem } from '../http/problem.ts';
import { jsonReply, type Reply } from '../http/reply.ts';
import type { Route } from '../http/router.ts';
import { type Doc, docAt, docsAt, isDoc, textAt } from '../json.ts';
import { pageLinks } from '../replies/page-links.ts';
import { labelOf, type Term, termsMatching, termsOf } from '../vocabularies/search.ts';
import { byAllWords, byAnyWord, type Suggest } from '../vocabularies/suggest.ts';
import { type Vocabulary, type VocabularyName, vocabularies } from '../vocabularies/vocabulary.ts';

/** A vocabulary as the API offers it. */
interface Shelf {
  readonly terms: Vocabulary;
  readonly url: string;
  /** The sort by label, which is taken where nothing is searched for; absent: the newest come first. */
  readonly byLabel?: string;
  /** Written into each term of a vocabulary that has no place of its own. */
  readonly type?: string;
  /** What the native dialect shows of a term beside its id and titles. */
  readonly shown: readonly string[];
  readonly suggest: Suggest;
  readonly facet?: (terms: readonly Term[], chosen: readonly string[]) => Doc;
}

/** Vocabularies below `/api/vocabularies/`, by their names there. */
const GENERIC: Readonly<Record<string, VocabularyName>> = {
  communitytypes: 'community-types',
  contributorsroles: 'contributor-roles',
  creatorsroles: 'creator-roles',
  datetypes: 'date-types',
  descriptiontypes: 'description-types',
  developmentstatus: 'development-status',
  languages: 'languages',
  licenses: 'licenses',
  programminglanguages: 'programming-languages',
  relationtypes: 'relation-types',
  removalreasons: 'removal-reasons',
  resourcetypes: 'resource-types',
  titletypes: 'title-types',
};

const FUNDER_FIELDS = ['props', 'name', 'country', 'country_name', 'identifiers'];
const AWARD_FIELDS = ['number', 'acronym', 'program', 'website', 'funder', 'subjects', 'identifiers', 'organizations'];
const ORGANISATION = byAllWords({ acronym: 10, name: 10, aliases: 5, title: 1, identifiers: 1, country_name: 1 });
const PERSON = byAllWords({ name: 5, affiliations: 1, identifiers: 1 });
const PLAIN = ['application/json'];
const TYPES = [...PLAIN, NATIVE];
/** The lists were loaded once, long before any record. */
const LOADED = '2026-01-01T00:00:00.000000+00:00';
const WINDOW = 10_000;

function generic(call: Call): Shelf {
  const type = call.param('type');
  const name = Object.hasOwn(GENERIC, type) ? GENERIC[type] : undefined;
  if (name === undefined) throw notFound();
  return {
    terms: vocabularies[name],
    url: `${call.origin}/api/vocabularies/${type}`,
    byLabel: 'title',
    type,
    shown: ['props', 'icon', 'tags'],
    suggest: byAnyWord({ id: 100, title: 5 }),
  };
}

const shelf =
  (
    name: 'affiliations' | 'awards' | 'funders' | 'subjects',
    extra: Pick<Shelf, 'byLabel' | 'facet' | 'suggest'> & Partial<Pick<Shelf, 'shown'>>,
  ) =>
  (call: Call): Shelf => ({ terms: vocabularies[name], url: `${call.origin}/api/${name}`, shown: [], ...extra });

/** Names of people are for users who are logged in. */
function names(call: Call): Shelf {
  call.requireUser();
  return { terms: vocabularies.names, url: `${call.origin}/api/names`, byLabel: 'name', shown: [], suggest: PERSON };
}

/** A name by an identifier of the person. */
function resolveName(call: Call): Reply {
  const from = names(call);
  const wanted = { scheme: call.param('scheme'), identifier: call.param('identifier') };
  const found = termsOf(from.terms).find(({ doc }) =>
    docsAt(doc, 'identifiers').some(({ scheme, identifier }) => scheme === wanted.scheme && identifier === wanted.identifier),
  );
  if (!found) throw notFound();
  return jsonReply(200, termView(call, from, found), call.accepted, { etag: `"${revisionOf(found.doc)}"` });
}

const readFrom =
  (of: (call: Call) => Shelf) =>
  (call: Call): Reply => {
    const from = of(call);
    // Two slashes of an address that is an id were taken for one.
    const id = call.param('id').replace(/^(https?):\/(?!\/)/, '$1://');
    const doc = from.terms.find(id);
    if (!doc) throw from.type === undefined ? notFound() : noSuchId();
    return jsonReply(200, termView(call, from, { id, doc }), call.accepted, { etag: `"${revisionOf(doc)}"` });
  };

const searchIn =
  (of: (call: Call) => Shelf) =>
  (call: Call): Reply => {
    const from = of(call);
    const q = call.query.get('q') ?? '';
    const suggest = call.query.get('suggest') ?? '';
    if (q !== '' && suggest !== '') throw new Problem(400, 'Invalid querystring parameters.');
    const { page, size } = pageOf(call);
    const asked = q !== '' || suggest !== '';
    const sort = call.query.get('sort') || (asked ? 'bestmatch' : (from.byLabel ?? 'newest'));
    const order = orderOf(sort, from);
    const found = (
      suggest !== '' ? from.suggest(termsOf(from.terms), suggest) : q !== '' ? termsMatching(from.terms, q) : termsOf(from.terms)
    ).filter((term) => tagged(term, call.query.getAll('tags')) && funded(term, from.facet ? call.query.getAll('funders') : []));
    const hits = order ? found.sort(order) : found;
    const shown = hits.slice((page - 1) * size, page * size);
    return jsonReply(
      200,
      {
        hits: { hits: shown.map((term) => termView(call, from, term)), total: hits.length },
        ...(from.facet ? { aggregations: from.facet(found, call.query.getAll('funders')) } : {}),
        sortBy: sort,
        page,
        links: pageLinks(from.url, keptOf(call), { page, size, sort, more: page * size < hits.length }),
      },
      call.accepted,
    );
  };

function termView(call: Call, from: Shelf, { id, doc }: Term): Doc {
  if (call.accepted === NATIVE) {
    const { title, description } = doc;
    return {
      id,
      ...(isDoc(title) ? { title_l10n: title['en'] ?? Object.values(title)[0] ?? '' } : {}),
      ...(isDoc(description) ? { description_l10n: description['en'] ?? '' } : {}),
      ...Object.fromEntries(from.shown.flatMap((name) => (doc[name] === undefined ? [] : [[name, doc[name]]]))),
    };
  }
  const self = `${from.url}/${id.split('/').map(encodeURIComponent).join('/').replaceAll('%3A', ':')}`;
  return {
    id,
    created: LOADED,
    updated: LOADED,
    links: { self },
    revision_id: revisionOf(doc),
    ...doc,
    ...(from.type === undefined ? {} : { type: from.type }),
  };
}

/** Organisations that came with all that ROR knows of them were written twice. */
function revisionOf(doc: Doc): number {
  return doc['status'] === undefined ? 1 : 2;
}

function tagged({ doc }: Term, tags: readonly string[]): boolean {
  const own = Array.isArray(doc['tags']) ? doc['tags'] : [];
  return tags.length === 0 || tags.some((tag) => own.includes(tag));
}

function funded({ doc }: Term, funders: readonly string[]): boolean {
  return funders.length === 0 || funders.includes(textAt(docAt(doc, 'funder'), 'id') ?? '');
}

function orderOf(sort: string, { byLabel }: Shelf): ((a: Term, b: Term) => number) | undefined {
  if (sort === 'bestmatch' || sort === 'newest' || sort === 'oldest') return undefined;
  if (sort !== byLabel) throw invalidField('_schema', `Invalid sort option '${sort}'.`);
  const key = (term: Term) => labelOf(term).toLowerCase();
  return (a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0);
}

function pageOf(call: Call): { page: number; size: number } {
  const [page, size] = [numberIn(call, 'page', 1), numberIn(call, 'size', 25)];
  if (page * size > WINDOW) throw new Problem(400, 'Invalid querystring parameters.');
  return { page, size };
}

function numberIn(call: Call, name: string, absent: number): number {
  const text = call.query.get(name);
  if (text === null) return absent;
  if (!/^[+-]?\d+$/.test(text)) throw invalidField(name, 'Not a valid integer.');
  if (Number(text) < 1) throw invalidField(name, 'Must be greater than or equal to 1.');
  return Number(text);
}

const keptOf = ({ query }: Call): URLSearchParams =>
  new URLSearchParams([...query].filter(([name]) => ['q', 'suggest', 'tags'].includes(name)));

/** How many awards each funder gave. */
function funderFacet(terms: readonly Term[], chosen: readonly string[]): Doc {
  const counts = new Map<string, number>();
  for (const { doc } of terms) {
    const id = textAt(docAt(doc, 'funder'), 'id');
    if (id !== undefined) counts.set(id, (counts.get(id) ?? 0) + 1);
  }
  const buckets = [...counts]
    .sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1))
    .map(([key, doc_count]) => ({
      key,
      doc_count,
      label: textAt(vocabularies.funders.find(key) ?? {}, 'name') ?? key,
      is_selected: chosen.includes(key),
    }));
  return { funders: { buckets, label: 'Funders' } };
}

const at = (path: string, of: (call: Call) => Shelf, id: string, serves: readonly string[] = TYPES): Route[] => [
  { method: 'GET', path, serves, handle: searchIn(of) },
  { method: 'GET', path: `${path}/${id}`, serves, handle: readFrom(of) },
];

export const vocabularyRoutes: readonly Route[] = [
  ...at('/api/vocabularies/:type', generic, ':id'),
  ...at('/api/affiliations', shelf('affiliations', { byLabel: 'name', suggest: ORGANISATION }), ':id', PLAIN),
  ...at(
    '/api/awards',
    shelf('awards', { facet: funderFacet, shown: AWARD_FIELDS, suggest: byAnyWord({ acronym: 100, number: 10, identifiers: 10 }) }),
    ':id',
  ),
  ...at('/api/funders', shelf('funders', { byLabel: 'name', shown: FUNDER_FIELDS, suggest: ORGANISATION }), ':id'),
  ...at('/api/names', names, ':id', PLAIN),
  { method: 'GET', path: '/api/names/:scheme/:identifier', serves: PLAIN, handle: resolveName },
  // Ids of subjects are addresses, with slashes.
  ...at(
    '/api/subjects',
    shelf('subjects', { byLabel: 'subject', suggest: byAllWords({ subject: 100, scheme: 20, title: 1, synonyms: 20 }, 'scheme') }),
    '*id',
    PLAIN,
  ),
];
