import type { CallOptions } from '../types/call-options.ts';
import type { ListQuery, Page, SearchLimit } from '../types/page.ts';
import type { VocabularyName, VocabularyTerm } from '../types/vocabulary.ts';
import { Resource } from './resource.ts';
/** What Zenodo's own lists hold: resource types, licences, languages, roles, … The first parameter names the list. */
export declare class Vocabularies extends Resource {
    #private;
    /** @throws {NotFoundError} no such entry, or no such vocabulary */
    get(vocabulary: VocabularyName, id: string, options?: CallOptions): Promise<VocabularyTerm>;
    /** Like `get`, but undefined when there is no such entry. */
    find(vocabulary: VocabularyName, id: string, options?: CallOptions): Promise<VocabularyTerm | undefined>;
    /** All entries that a query finds, over all pages. */
    search(vocabulary: VocabularyName, query?: ListQuery & SearchLimit, options?: CallOptions): AsyncGenerator<VocabularyTerm, void, undefined>;
    /** One page of entries. */
    list(vocabulary: VocabularyName, query?: ListQuery & {
        readonly page?: number;
    }, options?: CallOptions): Promise<Page<VocabularyTerm>>;
    /** The entries that somebody who typed this may mean, the likeliest first. */
    suggest(vocabulary: VocabularyName, typed: string, options?: CallOptions): Promise<readonly VocabularyTerm[]>;
}
/** A list with an address of its own: funders, awards, affiliations, names, subjects; and users, of whom Zenodo shows ten at the most. */
export declare class Terms<Term extends {
    readonly id: string;
}> extends Resource {
    #private;
    constructor(name: 'funders' | 'awards' | 'affiliations' | 'names' | 'subjects' | 'users', ...parts: ConstructorParameters<typeof Resource>);
    /** @throws {NotFoundError} no such entry */
    get(id: string, options?: CallOptions): Promise<Term>;
    /** Like `get`, but undefined when there is no such entry. */
    find(id: string, options?: CallOptions): Promise<Term | undefined>;
    /** All entries that a query finds, over all pages; Zenodo ends such a list after 10,000. */
    search(query?: ListQuery & SearchLimit, options?: CallOptions): AsyncGenerator<Term, void, undefined>;
    /** One page of entries. */
    list(query?: ListQuery & {
        readonly page?: number;
    }, options?: CallOptions): Promise<Page<Term>>;
    /** The entries that somebody who typed this may mean, the likeliest first. */
    suggest(typed: string, options?: CallOptions): Promise<readonly Term[]>;
}
