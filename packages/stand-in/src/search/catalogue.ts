import type { Listed } from '../state/listed.ts';
import type { SearchIndex } from '../state/search-index.ts';
import { type Numbers, SearchDocument } from './document.ts';
import { type DocumentTest, documentTest } from './match.ts';
import type { Query } from './query.ts';
import { addScores } from './score.ts';
import { Terms } from './terms.ts';

/** The documents of one state of an entry. */
export interface Documents {
  readonly draft: SearchDocument | undefined;
  readonly record: SearchDocument | undefined;
}

/** Every draft and record as a document to search in. Each state of an entry is turned into documents once, when it is first looked at. */
export class Catalogue {
  readonly #index: SearchIndex;
  readonly #numbers: Numbers = { words: new Terms(), terms: new Terms(), paths: new Terms() };
  readonly #made = new WeakMap<Listed, Documents>();
  readonly #lists = new Map<string, readonly SearchDocument[]>();
  /** Which state of the index the lists were made of. */
  #listedState: number | undefined;
  /** Up to which state of the index every document is made. */
  #madeState: number | undefined;

  constructor(index: SearchIndex) {
    this.#index = index;
  }

  /** The documents of all entries, as listings see them now. */
  *documents(): Iterable<Documents> {
    for (const listed of this.#index.entries()) yield this.#documentsOf(listed);
  }

  /** A list that is made of all documents; under one name it is made again only when there was a change. */
  list(name: string, make: (documents: Iterable<Documents>) => readonly SearchDocument[]): readonly SearchDocument[] {
    const { state } = this.#index;
    if (state === undefined || state !== this.#listedState) this.#lists.clear();
    this.#listedState = state;
    const list = this.#lists.get(name) ?? make(this.documents());
    this.#lists.set(name, list);
    return list;
  }

  /** A test for the documents that are a hit for the query. It holds for the documents that there are now. */
  test(query: Query): DocumentTest {
    this.#makeAll();
    const [inRecords, inDrafts] = SIDES.map((side) => documentTest(query, { ...this.#numbers, side }));
    return (document) => (document.side === 'draft' ? inDrafts! : inRecords!)(document);
  }

  /** How well each of the documents fits the query, of those that do. */
  scores(query: Query, documents: readonly SearchDocument[]): ReadonlyMap<SearchDocument, number> {
    const scores = new Map<SearchDocument, number>();
    for (const side of SIDES) {
      const own = documents.every((document) => document.side === side)
        ? documents
        : documents.filter((document) => document.side === side);
      addScores(query, own, { ...this.#numbers, side }, scores);
    }
    return scores;
  }

  /** What a query can find is known once every document is made: words are numbered then. */
  #makeAll(): void {
    const { state } = this.#index;
    if (state !== undefined && (state === this.#madeState || state === this.#listedState)) return;
    for (const _ of this.documents());
    this.#madeState = state;
  }

  /**
   * Makes the documents of what was there at the start, a few at a time, so that the first search need not wait for all.
   *
   * @param closing - ends it
   */
  async warm(closing: AbortSignal): Promise<void> {
    let until = performance.now() + SLICE_MS;
    for (const listed of this.#index.entries()) {
      if (closing.aborted) return;
      this.#documentsOf(listed);
      if (performance.now() < until) continue;
      await new Promise((done) => setImmediate(done));
      until = performance.now() + SLICE_MS;
    }
  }

  #documentsOf(listed: Listed): Documents {
    const known = this.#made.get(listed) ?? this.#make(listed);
    this.#made.set(listed, known);
    return known;
  }

  #make(listed: Listed): Documents {
    const { entry } = listed;
    return {
      draft: entry.draft && new SearchDocument(listed, entry, 'draft', this.#numbers),
      record: entry.record && new SearchDocument(listed, entry, 'record', this.#numbers),
    };
  }
}

const SLICE_MS = 10;
const SIDES = ['record', 'draft'] as const;
