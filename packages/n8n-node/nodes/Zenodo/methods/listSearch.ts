import type { OwnRecord, Page, VocabularyTerm, Zenodo } from '@zenodo-connect/core/portable';
import type { ILoadOptionsFunctions, INodeListSearchItems, INodeListSearchResult } from 'n8n-workflow';

/** Items of one page in the list of a locator. */
const size = 25;

/** Zenodo shows no more of any list. */
const mostHits = 10_000;

/** What a list asks for: what was typed, and which page. */
interface Asked {
  readonly typed: string;
  readonly page: number;
}

interface Answer {
  readonly results: INodeListSearchItems[];
  readonly total: number;
}

/** The list of a locator, page by page. */
const list = (ask: (zenodo: Zenodo, asked: Asked) => Promise<Answer>) =>
  async function search(this: ILoadOptionsFunctions, filter?: string, paginationToken?: string): Promise<INodeListSearchResult> {
    const page = Number(paginationToken ?? 1);
    const { answerFor } = await import('../shared/form.ts');
    const { results, total } = await answerFor(this, (zenodo) => ask(zenodo, { typed: (filter ?? '').trim(), page }));
    return page * size < Math.min(total, mostHits) ? { results, paginationToken: String(page + 1) } : { results };
  };

const found = <Item>({ hits }: Page<Item>, item: (one: Item) => INodeListSearchItems): Answer => ({
  results: hits.hits.map(item),
  total: hits.total,
});

/** What was typed is the beginning of words; signs of the query language are none in a list. */
function wordsOf(typed: string): { q?: string } {
  const words = typed
    .replace(/[^\p{L}\p{N}\s.-]/gu, ' ')
    .split(/\s+/)
    .filter((word) => /[\p{L}\p{N}]/u.test(word));
  return words.length > 0 ? { q: words.map((word) => (/^[\p{L}\p{N}]+$/u.test(word) ? `${word}*` : `"${word}"`)).join(' AND ') } : {};
}

const recordItem = ({ id, metadata, links }: OwnRecord): INodeListSearchItems => ({
  name: `${metadata.title ?? 'Untitled'} (${id})`,
  value: id,
  ...linkTo(links['self_html']),
});

const linkTo = (link: unknown): { url?: string } => (typeof link === 'string' ? { url: link } : {});

/** Those whose name begins with what was typed come first: "engl" is English before it is any creole. */
function likeliestFirst({ results, total }: Answer, typed: string): Answer {
  const begins = ({ name }: INodeListSearchItems) => name.toLowerCase().startsWith(typed.toLowerCase());
  return { results: [...results.filter(begins), ...results.filter((one) => !begins(one))], total };
}

/** Of one of the lists of the host. */
const termItem = ({ id, title }: VocabularyTerm): INodeListSearchItems => ({ name: `${title?.['en'] ?? id} (${id})`, value: id });

export const listSearch = {
  /** Own records first come to mind; what was typed is looked for in all of Zenodo. */
  searchRecords: list(async (zenodo, { typed, page }) => {
    if (typed !== '') return found(await zenodo.records.list({ ...wordsOf(typed), size, page }), recordItem);
    return found(await zenodo.records.ownList({ q: 'is_published:true', sort: 'newest', size, page }), recordItem);
  }),

  searchDrafts: list(async (zenodo, { typed, page }) => {
    const { q } = wordsOf(typed);
    const answer = await zenodo.records.ownList({
      q: q ? `(${q}) AND is_published:false` : 'is_published:false',
      sort: 'newest',
      size,
      page,
    });
    return found(answer, recordItem);
  }),

  searchCommunities: list(async (zenodo, { typed, page }) =>
    found(await zenodo.communities.list({ ...wordsOf(typed), size, page }), ({ slug, metadata, links }) => ({
      name: `${metadata.title ?? slug} (${slug})`,
      value: slug,
      ...linkTo(links['self_html']),
    })),
  ),

  searchRequests: list(async (zenodo, { typed, page }) =>
    found(await zenodo.requests.list({ ...wordsOf(typed), isOpen: true, size, page }), ({ id, title, type, links }) => ({
      name: `${title ?? 'Untitled'} (${type})`,
      value: id,
      ...linkTo(links['self_html']),
    })),
  ),

  searchLicenses: list(async (zenodo, { typed, page }) =>
    likeliestFirst(found(await zenodo.vocabularies.list('licenses', { ...wordsOf(typed), size, page }), termItem), typed),
  ),

  searchLanguages: list(async (zenodo, { typed, page }) =>
    likeliestFirst(found(await zenodo.vocabularies.list('languages', { ...wordsOf(typed), size, page }), termItem), typed),
  ),

  searchFunders: list(async (zenodo, { typed, page }) =>
    likeliestFirst(
      found(await zenodo.funders.list({ ...wordsOf(typed), size, page }), ({ id, name, country }) => ({
        name: country ? `${name} (${country})` : name,
        value: id,
      })),
      typed,
    ),
  ),

  searchAwards: list(async (zenodo, { typed, page }) =>
    likeliestFirst(
      found(await zenodo.awards.list({ ...wordsOf(typed), size, page }), ({ id, number, title, acronym }) => ({
        name: [acronym ?? number, title?.['en']].filter(Boolean).join(': ') || id,
        value: id,
      })),
      typed,
    ),
  ),
};
