import { ensureText } from '../errors/ensure.ts';
import { isNotFoundError } from '../errors/guards.ts';
import { path } from '../transport/path.ts';
import type { CallOptions } from '../types/call-options.ts';
import type { ListQuery, Page, SearchLimit } from '../types/page.ts';
import type { VocabularyName, VocabularyTerm } from '../types/vocabulary.ts';
import { eachItem, type Listing, onePage } from './page-iterator.ts';
import { plainJson, Resource } from './resource.ts';

/** What Zenodo's own lists hold: resource types, licences, languages, roles, … The first parameter names the list. */
export class Vocabularies extends Resource {
  /** @throws {NotFoundError} no such entry, or no such vocabulary */
  get(vocabulary: VocabularyName, id: string, options?: CallOptions): Promise<VocabularyTerm> {
    return this.send('term', { method: 'GET', path: path`/vocabularies/${vocabulary}/${id}`, accept: plainJson, ...options });
  }

  /** Like `get`, but undefined when there is no such entry. */
  find(vocabulary: VocabularyName, id: string, options?: CallOptions): Promise<VocabularyTerm | undefined> {
    return this.found(this.get(vocabulary, id, options));
  }

  /** All entries that a query finds, over all pages. */
  search(
    vocabulary: VocabularyName,
    query: ListQuery & SearchLimit = {},
    options?: CallOptions,
  ): AsyncGenerator<VocabularyTerm, void, undefined> {
    return eachItem(this.#of(vocabulary, {}, options), query);
  }

  /** One page of entries. */
  list(
    vocabulary: VocabularyName,
    query: ListQuery & { readonly page?: number } = {},
    options?: CallOptions,
  ): Promise<Page<VocabularyTerm>> {
    return onePage(this.#of(vocabulary, {}, options), query);
  }

  /** The entries that somebody who typed this may mean, the likeliest first. */
  async suggest(vocabulary: VocabularyName, typed: string, options?: CallOptions): Promise<readonly VocabularyTerm[]> {
    return suggested(this.#of(vocabulary, suggestion(typed), options));
  }

  #of(vocabulary: VocabularyName, query: { suggest?: string }, options?: CallOptions): Listing<VocabularyTerm> {
    const at = { path: path`/vocabularies/${vocabulary}`, query, accept: plainJson, idOf, splits: undefined };
    return this.listing<VocabularyTerm>('terms', at, options);
  }
}

/** A list with an address of its own: funders, awards, affiliations, names, subjects; and users, of whom Zenodo shows ten at the most. */
export class Terms<Term extends { readonly id: string }> extends Resource {
  readonly #name: string;

  constructor(
    name: 'funders' | 'awards' | 'affiliations' | 'names' | 'subjects' | 'users',
    ...parts: ConstructorParameters<typeof Resource>
  ) {
    super(...parts);
    this.#name = name;
  }

  /** @throws {NotFoundError} no such entry */
  get(id: string, options?: CallOptions): Promise<Term> {
    return this.send('term', { method: 'GET', path: path`/${this.#name}/${id}`, accept: plainJson, ...options }) as Promise<Term>;
  }

  /** Like `get`, but undefined when there is no such entry. */
  find(id: string, options?: CallOptions): Promise<Term | undefined> {
    return this.found(this.get(id, options), isNotFoundError);
  }

  /** All entries that a query finds, over all pages; Zenodo ends such a list after 10,000. */
  search(query: ListQuery & SearchLimit = {}, options?: CallOptions): AsyncGenerator<Term, void, undefined> {
    return eachItem(this.#all({}, options), query);
  }

  /** One page of entries. */
  list(query: ListQuery & { readonly page?: number } = {}, options?: CallOptions): Promise<Page<Term>> {
    return onePage(this.#all({}, options), query);
  }

  /** The entries that somebody who typed this may mean, the likeliest first. */
  async suggest(typed: string, options?: CallOptions): Promise<readonly Term[]> {
    return suggested(this.#all(suggestion(typed), options));
  }

  #all(query: { suggest?: string }, options?: CallOptions): Listing<Term> {
    return this.listing<Term>('terms', { path: `/${this.#name}`, query, accept: plainJson, idOf, splits: undefined }, options);
  }
}

const idOf = ({ id }: { readonly id: string }): string => id;

const suggestion = (typed: string) => ({ suggest: ensureText('typed', typed, 'the first letters of a name') });

/** Suggestions are for choosing: one page of them. */
async function suggested<Term>(list: Listing<Term>): Promise<readonly Term[]> {
  return (await onePage(list, { size: 25 })).hits.hits;
}
