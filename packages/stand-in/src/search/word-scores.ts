import { wordsOf } from './analysis.ts';
import type { Numbers, SearchDocument, Searched } from './document.ts';
import { type DocumentTest, documentTest, fieldSet, pathsOf, readings, withoutBackslashes } from './match.ts';
import type { Query } from './query.ts';

/** How soon more of the same word stops to count, and how much length takes away (the usual BM25). */
const K1 = 1.2;
const B = 0.75;
/**
 * Up to so many words a text counts as short. The server's shards weigh lengths by what happens to lie beside a record,
 * so that equal words in two titles come in no order of their length there; here they tie.
 */
const SHORT = 16;

/** By a word's number: its place among the words that are looked for, from 1; 0 for all others. */
type Places = Uint8Array;

/** More words than anybody asks for. */
const MOST_WORDS = 250;

/** How well documents fit one value of a query. */
export class WordScores {
  readonly #boost: number;
  readonly #isHit: DocumentTest | undefined;
  /** By a field's number: what is looked for in it; 0 for nothing, else the place of its reading in `#places`, from 1. */
  readonly #fields: Uint8Array;
  readonly #places: Places[] = [];
  readonly #words = new Set<number>();
  #whole: { readonly fields: Uint8Array; readonly term: number } | undefined;
  /** How many words are looked for in one field at most. */
  #most = 1;
  /** Lines of numbers, one for each document and field with a hit: document, field, length, and how often each word is there. */
  #lines: number[] = [];

  constructor(query: Query & { kind: 'value' }, numbers: Searched) {
    const { words, terms, paths: known } = numbers;
    const text = query.quoted ? query.text : withoutBackslashes(query.text);
    this.#boost = query.boost ?? 1;
    this.#isHit = query.quoted ? documentTest(query, numbers) : undefined;
    this.#fields = new Uint8Array(known.count);
    for (const [reading, paths] of readings(pathsOf(query.field, numbers), numbers.side)) {
      const fields = fieldSet(paths, known);
      const term = terms.find(text);
      if (reading !== undefined) this.#look(fields, wordsOf(text, reading), words);
      else if (term !== undefined) this.#whole = { fields, term };
    }
  }

  /** By their places: how well they fit. */
  of(documents: readonly SearchDocument[]): Float64Array {
    this.#lines = [];
    const words = [...this.#words];
    documents.forEach((document, at) => {
      if (this.#isHit && !this.#isHit(document)) return;
      if (words.some((word) => document.texts.includes(word))) this.#readTexts(document.texts, at);
      if (this.#whole) this.#readWholes(document.wholes, at, this.#whole);
    });
    return this.#weighed(documents.length);
  }

  #look(fields: Uint8Array, given: readonly string[], known: Numbers['words']): void {
    const words = [...new Set(given)]
      .map((word) => known.find(word))
      .filter((word) => word !== undefined)
      .slice(0, MOST_WORDS);
    const places = new Uint8Array(known.count);
    words.forEach((word, at) => {
      places[word] = at + 1;
      this.#words.add(word);
    });
    this.#places.push(places);
    this.#most = Math.max(this.#most, words.length);
    fields.forEach((isLooked, field) => {
      if (isLooked === 1) this.#fields[field] = this.#places.length;
    });
  }

  #readTexts(texts: Int32Array, document: number): void {
    const { length } = texts;
    let at = 0;
    while (at < length) {
      const field = -1 - texts[at++]!;
      const start = at;
      const reading = this.#fields[field]!;
      if (reading === 0) {
        while (at < length && texts[at]! >= 0) at++;
        continue;
      }
      const places = this.#places[reading - 1]!;
      let line = -1;
      for (; at < length; at++) {
        const word = texts[at]!;
        if (word < 0) break;
        if (places[word] === 0) continue;
        if (line < 0) line = this.#lineOf(document, field);
        this.#lines[line + 2 + places[word]!]!++;
      }
      if (line >= 0) this.#lines[line + 2]! += at - start;
    }
  }

  #readWholes(wholes: Int32Array, document: number, { fields, term }: { fields: Uint8Array; term: number }): void {
    for (let at = 1; at < wholes.length; at += 2) {
      const field = -1 - wholes[at - 1]!;
      if (wholes[at] === term && fields[field] === 1) this.#lines[this.#lineOf(document, field) + 3] = 1;
    }
  }

  /** Where the line of a document's field begins. Further values of the same field are put to the line of the first. */
  #lineOf(document: number, field: number): number {
    const width = 3 + this.#most;
    const last = this.#lines.length - width;
    if (last >= 0 && this.#lines[last] === document && this.#lines[last + 1] === field) return last;
    this.#lines.push(document, field, 0);
    for (let word = 0; word < this.#most; word++) this.#lines.push(0);
    return last + width;
  }

  #weighed(total: number): Float64Array {
    const lines = this.#lines;
    const [most, width] = [this.#most, 3 + this.#most];
    const rarities = this.#rarities(total);
    const scores = new Float64Array(total);
    for (let line = 0; line < lines.length; line += width) {
      const [document, field] = [lines[line]!, lines[line + 1]!];
      const slow = K1 * (1 - B + B * Math.max(1, lines[line + 2]! / SHORT));
      let score = 0;
      for (let word = 0; word < most; word++) {
        const times = lines[line + 3 + word]!;
        score += (rarities[field * most + word]! * times) / (times + slow);
      }
      scores[document] = Math.max(scores[document]!, score * this.#boost);
    }
    return scores;
  }

  /** By field and word: high where few documents have it. */
  #rarities(total: number): Float64Array {
    const lines = this.#lines;
    const [most, width] = [this.#most, 3 + this.#most];
    let fields = 0;
    for (let line = 0; line < lines.length; line += width) fields = Math.max(fields, lines[line + 1]! + 1);
    const counts = new Float64Array(fields * most);
    for (let line = 0; line < lines.length; line += width)
      for (let word = 0; word < most; word++) if (lines[line + 3 + word]! > 0) counts[lines[line + 1]! * most + word]!++;
    return counts.map((count) => Math.log(1 + (total - count + 0.5) / (count + 0.5)));
  }
}
