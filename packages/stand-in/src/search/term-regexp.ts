/** A set of characters, or one of the places where paths part. */
type State =
  | { readonly kind: 'char'; readonly fits: (char: string) => boolean; next: number }
  | { readonly kind: 'fork'; readonly to: number[] }
  | { readonly kind: 'end' };

/** A piece of the machine under construction: where it starts, and the places that still lead nowhere. */
interface Piece {
  readonly start: number;
  readonly ends: readonly ((to: number) => void)[];
}

const MOST_STATES = 2_000;

/**
 * A regular expression over one whole word, as the search engine reads it: `. * + ? | ( ) [ ] { }` and `\`.
 * All paths are followed at once, so a word costs its length times the size of the expression, whatever is in it.
 * Undefined for an expression that cannot be read or is too large.
 */
export function termRegexp(source: string): ((word: string) => boolean) | undefined {
  try {
    const machine = new Machine(Array.from(source));
    return (word) => machine.accepts(word);
  } catch {
    return undefined;
  }
}

class Machine {
  readonly #chars: readonly string[];
  readonly #states: State[] = [];
  readonly #start: number;
  #at = 0;

  constructor(chars: readonly string[]) {
    this.#chars = chars;
    const whole = this.#alternatives();
    if (this.#at < chars.length) throw new SyntaxError('A bracket closes nothing.');
    const end = this.#add({ kind: 'end' });
    for (const connect of whole.ends) connect(end);
    this.#start = whole.start;
  }

  accepts(word: string): boolean {
    let current = this.#reached([this.#start]);
    for (const char of word) {
      const next: number[] = [];
      for (const id of current) {
        const state = this.#states[id]!;
        if (state.kind === 'char' && state.fits(char)) next.push(state.next);
      }
      if (next.length === 0) return false;
      current = this.#reached(next);
    }
    return [...current].some((id) => this.#states[id]!.kind === 'end');
  }

  /** All states that these lead to without reading anything. */
  #reached(from: readonly number[]): Set<number> {
    const found = new Set<number>();
    const open = [...from];
    for (let id = open.pop(); id !== undefined; id = open.pop()) {
      if (found.has(id)) continue;
      found.add(id);
      const state = this.#states[id]!;
      if (state.kind === 'fork') open.push(...state.to);
    }
    return found;
  }

  #alternatives(): Piece {
    const choices = [this.#sequence()];
    while (this.#take('|')) choices.push(this.#sequence());
    if (choices.length === 1) return choices[0]!;
    return { start: this.#fork(choices.map(({ start }) => start)), ends: choices.flatMap(({ ends }) => ends) };
  }

  #sequence(): Piece {
    let whole = this.#nothing();
    while (this.#at < this.#chars.length && !'|)'.includes(this.#chars[this.#at]!)) {
      const next = this.#repeated();
      for (const connect of whole.ends) connect(next.start);
      whole = { start: whole.start, ends: next.ends };
    }
    return whole;
  }

  /** An atom and how often it may come; a counted one is written out. */
  #repeated(): Piece {
    const from = this.#at;
    const piece = this.#atom();
    const to = this.#at;
    if (this.#take('*')) return this.#any(piece);
    if (this.#take('+')) return { ...this.#any(piece), start: piece.start };
    if (this.#take('?')) return this.#maybe(piece);
    if (!this.#take('{')) return piece;
    const [least, most] = this.#counts();
    const after = this.#at;
    let whole = this.#nothing();
    const again = (of: (one: Piece) => Piece): void => {
      this.#at = from;
      const one = of(this.#atom());
      if (this.#at !== to) throw new SyntaxError('An atom changed its length.');
      for (const connect of whole.ends) connect(one.start);
      whole = { start: whole.start, ends: one.ends };
    };
    for (let n = 0; n < least; n++) again((one) => one);
    if (most === Number.POSITIVE_INFINITY) again((one) => this.#any(one));
    else for (let n = least; n < most; n++) again((one) => this.#maybe(one));
    this.#at = after;
    return whole;
  }

  #counts(): [least: number, most: number] {
    const end = this.#chars.indexOf('}', this.#at);
    const found = /^(\d{1,3})(,(\d{0,3}))?$/.exec(this.#chars.slice(this.#at, end).join(''));
    if (end < 0 || !found) throw new SyntaxError('A count is no number.');
    this.#at = end + 1;
    const least = Number(found[1]);
    return [least, found[2] === undefined ? least : found[3] === '' ? Number.POSITIVE_INFINITY : Number(found[3])];
  }

  #atom(): Piece {
    const char = this.#chars[this.#at++];
    if (char === undefined || '*+?{'.includes(char)) throw new SyntaxError('Nothing to repeat.');
    if (char === '(') {
      const inner = this.#alternatives();
      if (!this.#take(')')) throw new SyntaxError('A bracket is open.');
      return inner;
    }
    if (char === '.') return this.#char(() => true);
    if (char === '[') return this.#char(this.#class());
    return this.#literal(char === '\\' ? this.#escaped() : char);
  }

  #class(): (char: string) => boolean {
    const negated = this.#take('^');
    const ranges: [from: string, to: string][] = [];
    while (!this.#take(']')) {
      const from = this.#classChar();
      const isRange = this.#chars[this.#at] === '-' && this.#chars[this.#at + 1] !== ']';
      if (isRange) this.#at++;
      ranges.push([from, isRange ? this.#classChar() : from]);
    }
    return (char) => ranges.some(([from, to]) => char >= from && char <= to) !== negated;
  }

  #classChar(): string {
    const char = this.#chars[this.#at++];
    if (char === undefined) throw new SyntaxError('A class is open.');
    return char === '\\' ? this.#escaped() : char;
  }

  #escaped(): string {
    const char = this.#chars[this.#at++];
    if (char === undefined) throw new SyntaxError('Nothing is escaped.');
    return char;
  }

  #literal(wanted: string): Piece {
    return this.#char((char) => char === wanted);
  }

  #char(fits: (char: string) => boolean): Piece {
    const state: State = { kind: 'char', fits, next: -1 };
    const start = this.#add(state);
    return { start, ends: [(to) => (state.next = to)] };
  }

  #any(piece: Piece): Piece {
    const to = [piece.start];
    const fork = this.#fork(to);
    for (const connect of piece.ends) connect(fork);
    return { start: fork, ends: [(next) => to.push(next)] };
  }

  #maybe(piece: Piece): Piece {
    const to = [piece.start];
    return { start: this.#fork(to), ends: [...piece.ends, (next) => to.push(next)] };
  }

  #nothing(): Piece {
    const to: number[] = [];
    return { start: this.#fork(to), ends: [(next) => to.push(next)] };
  }

  #fork(to: number[]): number {
    return this.#add({ kind: 'fork', to });
  }

  #add(state: State): number {
    if (this.#states.length >= MOST_STATES) throw new RangeError('The expression is too large.');
    return this.#states.push(state) - 1;
  }

  #take(char: string): boolean {
    if (this.#chars[this.#at] !== char) return false;
    this.#at++;
    return true;
  }
}
