import { refusedQuery } from '../http/problem.ts';
import { followsGrammar } from './query-grammar.ts';
import { termRegexp } from './term-regexp.ts';

/** A parsed query: what has to match, what may, what must not. */
export type Query =
  | { readonly kind: 'clauses'; readonly must: readonly Query[]; readonly should: readonly Query[]; readonly not: readonly Query[] }
  | ValueQuery
  | { readonly kind: 'fuzzy'; readonly field: string | undefined; readonly text: string; readonly edits: number }
  | { readonly kind: 'regexp'; readonly field: string | undefined; readonly accepts: (word: string) => boolean }
  | { readonly kind: 'range'; readonly field: string | undefined; readonly from: Bound; readonly to: Bound };

interface ValueQuery {
  readonly kind: 'value';
  readonly field: string | undefined;
  readonly text: string;
  readonly quoted: boolean;
  readonly boost?: number;
  /** How many places the words of a phrase may be out of theirs, all together; 0 unless told. */
  readonly slop?: number;
}

export interface Bound {
  /** Undefined for an open end, `*`. */
  readonly text: string | undefined;
  readonly included: boolean;
}

interface Token {
  readonly kind: '(' | ')' | 'and' | 'or' | 'not' | '+' | '-' | 'field' | 'value' | 'quoted' | 'range' | 'regexp' | 'compare' | 'boost';
  readonly text: string;
  /** That of a phrase. */
  readonly slop?: number;
}

const TOKEN =
  /\s*(?:(?<group>[()])|(?<operator>AND|OR|NOT|&&|\|\|)(?=[\s()]|$)|(?<sign>[+\-!])(?=\S)|(?<field>(?:[\w.*-]|\\.)+):(?=\S)|"(?<quoted>(?:\\.|[^"\\])*)"?(?<slop>~[\d.]*)?|(?<range>[[{][^\]}]*\sTO\s[^\]}]*[\]}])|\/(?<regexp>(?:\\.|[^\\/])+)\/(?=[\s)^]|$)|(?<compare>[<>]=?(?:"[^"]*"|[^\s()]+))|(?<boost>\^[\d.]+)|(?<value>(?:\\.|[^\s()"^])+))/suy;
/** Fields in whose values a DOI is one value, slash and all. */
const DOI_FIELDS = new Set(['doi', 'conceptdoi', 'grants.funder.doi']);
const MOST_EDITS = 2;

/**
 * Reads the query language that Zenodo's users write. What does not follow its grammar is taken as words, as the server does.
 *
 * @throws {Problem} 400 for what follows the grammar and the search engine refuses: a single slash, `a:b:c`, an expression that cannot be read
 */
export function parseQuery(text: string): Query {
  if (text === '') return ALL;
  if (!followsGrammar(text)) return { kind: 'value', field: undefined, text: text.replace(/([\\*?])/g, '\\$1'), quoted: false };
  const bare = text.replace(/\\./gs, '').replace(/"[^"]*"|[[{][^\]}]*[\]}]/g, '');
  const unquotedDois = /(?:^|[\s(])(?:doi|conceptdoi|grants\.funder\.doi):10\.[^\s()]*/g;
  if (bare.replace(unquotedDois, '').split('/').length % 2 === 0) throw refusedQuery();
  return new Parser(tokenise(text)).whole();
}

const ALL: Query = { kind: 'value', field: undefined, text: '*', quoted: false };

class Parser {
  readonly #tokens: readonly Token[];
  #at = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  whole(): Query {
    const parts: Query[] = [];
    while (this.#at < this.#tokens.length) {
      parts.push(this.#clauses(undefined));
      if (this.#next?.kind === ')') this.#at++;
    }
    return parts.length === 1 ? parts[0]! : { kind: 'clauses', must: [], should: parts, not: [] };
  }

  get #next(): Token | undefined {
    return this.#tokens[this.#at];
  }

  #clauses(field: string | undefined): Query {
    const must: Query[] = [];
    const should: Query[] = [];
    const not: Query[] = [];
    let joined: 'and' | 'or' | undefined;
    let isRun = false;
    while (this.#next && this.#next.kind !== ')') {
      const sign = this.#modifiers();
      if (sign.join === 'and' && joined === undefined && should.length > 0) must.push(should.pop()!);
      joined = sign.join;
      const one = this.#clause(field);
      if (!one) break;
      if (sign.negated) not.push(one);
      else if (sign.required || sign.join === 'and' || this.#next?.kind === 'and') must.push(one);
      else if (isRun && sign.join === undefined && isPlainWord(one)) should.push(together(should.pop(), one));
      else should.push(one);
      isRun =
        should.at(-1) !== undefined &&
        !sign.negated &&
        !sign.required &&
        sign.join !== 'and' &&
        isPlainWord(should.at(-1)!) &&
        isPlainWord(one);
    }
    return { kind: 'clauses', must, should, not };
  }

  #modifiers(): { join: 'and' | 'or' | undefined; negated: boolean; required: boolean } {
    const found = { join: undefined as 'and' | 'or' | undefined, negated: false, required: false };
    for (; this.#next; this.#at++) {
      const { kind } = this.#next;
      if (kind === 'and' || kind === 'or') found.join = kind;
      else if (kind === 'not' || kind === '-') found.negated = true;
      else if (kind === '+') found.required = true;
      else break;
    }
    return found;
  }

  #clause(inherited: string | undefined): Query | undefined {
    const token = this.#next;
    if (!token || token.kind === ')') return undefined;
    this.#at++;
    if (token.kind === 'field') {
      if (this.#next?.kind === 'field') throw refusedQuery();
      return this.#clause(token.text) ?? { kind: 'value', field: token.text, text: '', quoted: false };
    }
    if (token.kind === '(') {
      const inner = this.#clauses(inherited);
      if (this.#next?.kind === ')') this.#at++;
      this.#boost();
      return inner;
    }
    if (token.kind === 'range') return this.#boosted(rangeOf(inherited, token.text));
    if (token.kind === 'compare') return this.#boosted(comparison(inherited, token.text));
    if (token.kind === 'regexp') {
      const accepts = termRegexp(token.text);
      if (!accepts) throw refusedQuery();
      return this.#boosted({ kind: 'regexp', field: inherited, accepts });
    }
    return this.#boosted(queryOfValue(inherited, token));
  }

  #boosted(query: Query): Query {
    const boost = this.#boost();
    return boost === undefined || query.kind !== 'value' ? query : { ...query, boost };
  }

  #boost(): number | undefined {
    if (this.#next?.kind !== 'boost') return undefined;
    return Number(this.#tokens[this.#at++]!.text.slice(1)) || 1;
  }
}

/** A word of no field, as it is: such words in a row are looked for together, so that of several fields the best counts. */
function isPlainWord(query: Query): query is Query & { kind: 'value' } {
  return query.kind === 'value' && query.field === undefined && !query.quoted && query.boost === undefined && !/[*?]/.test(query.text);
}

function together(before: Query | undefined, word: Query & { kind: 'value' }): Query {
  return before?.kind === 'value' ? { ...before, text: `${before.text} ${word.text}` } : word;
}

function tokenise(text: string): Token[] {
  const tokens: Token[] = [];
  const pattern = new RegExp(TOKEN.source, TOKEN.flags);
  while (pattern.lastIndex < text.length) {
    const found = pattern.exec(text);
    if (!found?.groups || found[0] === '') break;
    const { group, operator, sign, field, quoted, slop, range, regexp, compare, boost, value } = found.groups;
    if (group) tokens.push({ kind: group as '(' | ')', text: group });
    else if (operator)
      tokens.push({ kind: ({ AND: 'and', '&&': 'and', OR: 'or', '||': 'or', NOT: 'not' } as const)[operator] ?? 'and', text: operator });
    else if (sign) tokens.push({ kind: sign === '+' ? '+' : '-', text: sign });
    else if (field) tokens.push({ kind: 'field', text: withoutBackslashes(field) });
    else if (quoted !== undefined) tokens.push({ kind: 'quoted', text: withoutBackslashes(quoted), slop: slopOf(slop) });
    else if (range) tokens.push({ kind: 'range', text: range });
    else if (regexp) tokens.push({ kind: 'regexp', text: regexp });
    else if (compare) tokens.push({ kind: 'compare', text: compare });
    else if (boost) tokens.push({ kind: 'boost', text: boost });
    else if (value) tokens.push({ kind: 'value', text: value });
  }
  return tokens;
}

function queryOfValue(field: string | undefined, { kind, text, slop = 0 }: Token): Query {
  if (kind === 'quoted') return { kind: 'value', field, text, quoted: true, slop };
  if (field !== undefined && DOI_FIELDS.has(field) && text.startsWith('10.'))
    return { kind: 'value', field, text: withoutBackslashes(text), quoted: true };
  const [, word = text, degree] = /^((?:\\.|[^\\~])+)~([\d.]*)$/s.exec(text) ?? [];
  if (degree === undefined) return { kind: 'value', field, text: word, quoted: false };
  // A bare tilde reaches the engine as half an edit, which is none.
  const edits = degree === '' ? 0 : Number(degree);
  if (!(edits <= MOST_EDITS) || (edits > 1 && !Number.isInteger(edits))) throw refusedQuery();
  if (edits < 1) return { kind: 'value', field, text: word, quoted: false };
  return { kind: 'fuzzy', field, text: withoutBackslashes(word), edits };
}

/** `~3` is three places; the bare sign is one. */
function slopOf(text: string | undefined): number {
  return text === undefined ? 0 : text === '~' ? 1 : Math.floor(Number(text.slice(1))) || 0;
}

function withoutBackslashes(text: string): string {
  return text.replace(/\\(.)/gs, '$1');
}

function rangeOf(field: string | undefined, text: string): Query {
  const [from = '*', to = '*'] = text
    .slice(1, -1)
    .split(/\sTO\s/)
    .map((end) => end.trim().replace(/^"(.*)"$/, '$1'));
  return { kind: 'range', field, from: boundOf(from, text.startsWith('[')), to: boundOf(to, text.endsWith(']')) };
}

function boundOf(end: string, included: boolean): Bound {
  return { text: end === '*' ? undefined : withoutBackslashes(end), included };
}

/** `>2020`, `<=10`. */
function comparison(field: string | undefined, text: string): Query {
  const [, sign = '', given = ''] = /^([<>]=?)"?(.*?)"?$/s.exec(text) ?? [];
  const bound = { text: withoutBackslashes(given), included: sign.endsWith('=') };
  const open = { text: undefined, included: true };
  return { kind: 'range', field, ...(sign.startsWith('>') ? { from: bound, to: open } : { from: open, to: bound }) };
}
