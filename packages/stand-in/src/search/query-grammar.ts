/**
 * Whether a query follows the grammar of the query language. One that does not is searched for as a heap of words.
 *
 * @see inveniosoftware/invenio-records-resources: invenio_records_resources/services/records/queryparser/query.py (the fallback)
 */
export function followsGrammar(text: string): boolean {
  const tokens = tokensOf(text);
  if (!tokens) return false;
  const reader = new Reader(tokens);
  return reader.expression() && reader.isDone;
}

type Kind = 'term' | 'phrase' | 'regexp' | 'and' | 'or' | 'not' | 'to' | 'sign' | ':' | '(' | ')' | '[' | ']' | 'compare' | '~' | '^';

const TOKEN =
  /\s+|(?<phrase>"(?:[^\\"]|\\.)*")|(?<regexp>\/(?:[^\\/]|\\.)+\/)|(?<term>(?:[^\s:^~(){}[\]/"'+\-\\<>]|\\.)(?:[^\s:^\\~(){}[\]]|\\.|(?<=T\d\d):\d\d(?::\d\d)?)*)|(?<fuzzy>~[\d.]*)|(?<boost>\^[\d.]*)|(?<compare>[<>]=?)|(?<sign>[+-])|(?<colon>:)|(?<open>\()|(?<close>\))|(?<from>[[{])|(?<until>[\]}])/suy;
const NAMES: Readonly<Record<string, Kind>> = { fuzzy: '~', boost: '^', colon: ':', open: '(', close: ')', from: '[', until: ']' };
const WORDS: Readonly<Record<string, Kind>> = { AND: 'and', OR: 'or', NOT: 'not', TO: 'to' };

function tokensOf(text: string): Kind[] | undefined {
  const tokens: Kind[] = [];
  const pattern = new RegExp(TOKEN.source, TOKEN.flags);
  while (pattern.lastIndex < text.length) {
    const found = pattern.exec(text);
    if (!found) return undefined;
    const [name, value] = Object.entries(found.groups ?? {}).find(([, given]) => given !== undefined) ?? [];
    if (name === undefined || value === undefined) continue;
    tokens.push(name === 'term' && Object.hasOwn(WORDS, value) ? WORDS[value]! : (NAMES[name] ?? (name as Kind)));
  }
  return tokens;
}

class Reader {
  readonly #tokens: readonly Kind[];
  #at = 0;

  constructor(tokens: readonly Kind[]) {
    this.#tokens = tokens;
  }

  get isDone(): boolean {
    return this.#at === this.#tokens.length;
  }

  expression(): boolean {
    if (!this.#unary()) return false;
    while (!this.isDone && this.#next !== ')') {
      if (this.#next === 'and' || this.#next === 'or') this.#at++;
      if (!this.#unary()) return false;
    }
    return true;
  }

  get #next(): Kind | undefined {
    return this.#tokens[this.#at];
  }

  #unary(): boolean {
    while (this.#next === 'sign' || this.#next === 'not') this.#at++;
    if (!this.#primary()) return false;
    while (this.#next === '^') this.#at++;
    return true;
  }

  #primary(): boolean {
    const kind = this.#next;
    this.#at++;
    if (kind === '(') return this.expression() && this.#take(')');
    if (kind === '[') return this.#bound() && this.#take('to') && this.#bound() && this.#take(']');
    if (kind === 'compare') return this.#take('term') || this.#take('phrase');
    if (kind === 'term' && this.#take(':')) return this.#unary();
    if (kind === 'term' || kind === 'phrase') return this.#take('~') || true;
    return kind === 'regexp' || kind === 'to';
  }

  #bound(): boolean {
    if (this.#next === 'sign') this.#at++;
    return this.#take('term') || this.#take('phrase');
  }

  #take(kind: Kind): boolean {
    if (this.#next !== kind) return false;
    this.#at++;
    return true;
  }
}
