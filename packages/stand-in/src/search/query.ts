import { termRegexp } from './term-regexp.ts';

/** A parsed query: what has to match, what may, what must not. */
export type Query =
  | { readonly kind: 'clauses'; readonly must: readonly Query[]; readonly should: readonly Query[]; readonly not: readonly Query[] }
  | { readonly kind: 'value'; readonly field: string | undefined; readonly text: string; readonly quoted: boolean }
  | { readonly kind: 'regexp'; readonly field: string | undefined; readonly accepts: (word: string) => boolean }
  | { readonly kind: 'range'; readonly field: string | undefined; readonly from: Bound; readonly to: Bound };

export interface Bound {
  /** Undefined for an open end, `*`. */
  readonly text: string | undefined;
  readonly included: boolean;
}

interface Token {
  readonly kind: '(' | ')' | 'and' | 'or' | 'not' | '+' | '-' | 'field' | 'value' | 'quoted' | 'range' | 'regexp';
  readonly text: string;
}

const TOKEN =
  /\s*(?:(?<group>[()])|(?<operator>AND|OR|NOT|&&|\|\|)(?=[\s()]|$)|(?<sign>[+\-!])(?=\S)|(?<field>[\w.*]+(?:\\:[\w.]+)*):(?=\S)|"(?<quoted>(?:\\.|[^"\\])*)"?(?:~\d+)?|(?<range>[[{][^\]}]*\sTO\s[^\]}]*[\]}])|\/(?<regexp>(?:\\.|[^\\/])+)\/(?=[\s)]|$)|(?<value>(?:\\.|[^\s()"])+))(?:\^[\d.]+)?/y;

/** Reads the query language that Zenodo's users write. It never fails: what it cannot read is taken as words, as the server does. */
export function parseQuery(text: string): Query {
  const tokens = tokenise(text);
  let at = 0;

  function clauses(field: string | undefined): Query {
    const must: Query[] = [];
    const should: Query[] = [];
    const not: Query[] = [];
    let joined: 'and' | 'or' | undefined;
    while (at < tokens.length && tokens[at]!.kind !== ')') {
      const sign = modifiers();
      if (sign.join === 'and' && joined === undefined && should.length > 0) must.push(should.pop()!);
      joined = sign.join;
      const one = clause(field);
      if (!one) break;
      if (sign.negated) not.push(one);
      else if (sign.required || sign.join === 'and' || nextIsAnd()) must.push(one);
      else should.push(one);
    }
    return { kind: 'clauses', must, should, not };
  }

  function modifiers(): { join: 'and' | 'or' | undefined; negated: boolean; required: boolean } {
    const found = { join: undefined as 'and' | 'or' | undefined, negated: false, required: false };
    for (; at < tokens.length; at++) {
      const { kind } = tokens[at]!;
      if (kind === 'and' || kind === 'or') found.join = kind;
      else if (kind === 'not' || kind === '-') found.negated = true;
      else if (kind === '+') found.required = true;
      else break;
    }
    return found;
  }

  function nextIsAnd(): boolean {
    return tokens[at]?.kind === 'and';
  }

  function clause(inherited: string | undefined): Query | undefined {
    const token = tokens[at];
    if (!token || token.kind === ')') return undefined;
    at++;
    if (token.kind === 'field') return clause(token.text) ?? { kind: 'value', field: token.text, text: '', quoted: false };
    if (token.kind === '(') {
      const inner = clauses(inherited);
      if (tokens[at]?.kind === ')') at++;
      return inner;
    }
    if (token.kind === 'range') return rangeOf(inherited, token.text);
    if (token.kind === 'regexp') {
      const accepts = termRegexp(token.text);
      if (accepts) return { kind: 'regexp', field: inherited, accepts };
    }
    return { kind: 'value', field: inherited, text: token.text, quoted: token.kind === 'quoted' };
  }

  const parts: Query[] = [];
  while (at < tokens.length) {
    parts.push(clauses(undefined));
    if (tokens[at]?.kind === ')') at++;
  }
  return parts.length === 1 ? parts[0]! : { kind: 'clauses', must: [], should: parts, not: [] };
}

function tokenise(text: string): Token[] {
  const tokens: Token[] = [];
  const pattern = new RegExp(TOKEN.source, 'y');
  while (pattern.lastIndex < text.length) {
    const found = pattern.exec(text);
    if (!found?.groups || found[0] === '') break;
    const { group, operator, sign, field, quoted, range, regexp, value } = found.groups;
    if (group) tokens.push({ kind: group as '(' | ')', text: group });
    else if (operator)
      tokens.push({ kind: ({ AND: 'and', '&&': 'and', OR: 'or', '||': 'or', NOT: 'not' } as const)[operator] ?? 'and', text: operator });
    else if (sign) tokens.push({ kind: sign === '+' ? '+' : '-', text: sign });
    else if (field) tokens.push({ kind: 'field', text: withoutBackslashes(field) });
    else if (quoted !== undefined) tokens.push({ kind: 'quoted', text: withoutBackslashes(quoted) });
    else if (range) tokens.push({ kind: 'range', text: range });
    else if (regexp) tokens.push({ kind: 'regexp', text: regexp });
    else if (value) tokens.push({ kind: 'value', text: value.replace(/~\d*$/, '').replace(/\^[\d.]+$/, '') });
  }
  return tokens;
}

function withoutBackslashes(text: string): string {
  return text.replace(/\\(.)/g, '$1');
}

function rangeOf(field: string | undefined, text: string): Query {
  const [from = '*', to = '*'] = text
    .slice(1, -1)
    .split(/\sTO\s/)
    .map((end) => end.trim().replace(/^"(.*)"$/, '$1'));
  const bound = (end: string, included: boolean): Bound => ({ text: end === '*' ? undefined : withoutBackslashes(end), included });
  return { kind: 'range', field, from: bound(from, text.startsWith('[')), to: bound(to, text.endsWith(']')) };
}
