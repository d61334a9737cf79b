import { ConfigurationError } from '../errors/configuration-error.ts';

const longestPattern = 1000;

/**
 * Says whether a file key fits one of the patterns. `*` stands for any run of characters but `/`, `**` for any run with
 * it, `?` for one character, `[a-c]` and `[!a-c]` for one of a set, `{csv,xy}` for one of several texts; a backslash
 * makes the next character plain. A pattern without any of these is a name.
 *
 * @throws {ConfigurationError} a pattern that is empty, not closed or longer than 1000 characters
 */
export function fileGlob(patterns: string | readonly string[]): (key: string) => boolean {
  const all = (typeof patterns === 'string' ? [patterns] : patterns).flatMap(spread).map(tokensOf);
  return (key) => all.some((tokens) => fits(tokens, Array.from(key)));
}

/** One step of a pattern: a character, one of a set, or a run. */
type Token = { readonly run: 'within' | 'across' } | { readonly run?: undefined; readonly takes: (char: string) => boolean };

/** `a{b,c}` is `ab` and `ac`. */
function spread(pattern: string): string[] {
  if (typeof pattern !== 'string' || pattern === '' || pattern.length > longestPattern)
    throw new ConfigurationError(`A file pattern is a text of 1 to ${longestPattern} characters, such as "*.csv".`);
  const found = /^((?:[^\\{]|\\.)*)\{((?:[^\\{}]|\\.)*)\}(.*)$/su.exec(pattern);
  if (!found) return [pattern];
  const [, before = '', choices = '', after = ''] = found;
  const whole = choices.split(',').flatMap((choice) => spread(`${before}${choice}${after}`));
  if (whole.length > longestPattern) throw new ConfigurationError(`The file pattern "${pattern.slice(0, 80)}" stands for too many names.`);
  return whole;
}

function tokensOf(pattern: string): Token[] {
  const tokens: Token[] = [];
  for (const [text] of pattern.matchAll(/\*\*\/?|\*|\?|\[!?\]?[^\]]*\]|\\.|./gsu)) {
    if (text === '[') throw new ConfigurationError(`The file pattern "${pattern}" has a "[" that is not closed; write "\\[" for the sign.`);
    if (text.startsWith('**')) tokens.push({ run: 'across' });
    else if (text === '*') tokens.push({ run: 'within' });
    else if (text === '?') tokens.push({ takes: (char) => char !== '/' });
    else if (text.startsWith('[')) tokens.push({ takes: setOf(text.slice(1, -1)) });
    else tokens.push({ takes: (char) => char === (text.startsWith('\\') ? text.slice(1) : text) });
  }
  return tokens;
}

function setOf(text: string): (char: string) => boolean {
  const negated = text.startsWith('!');
  const chars = Array.from(negated ? text.slice(1) : text);
  const ranges: [from: string, to: string][] = [];
  for (let at = 0; at < chars.length; at++) {
    const isRange = chars[at + 1] === '-' && at + 2 < chars.length;
    ranges.push([chars[at]!, chars[isRange ? at + 2 : at]!]);
    if (isRange) at += 2;
  }
  return (char) => char !== '/' && ranges.some(([from, to]) => char >= from && char <= to) !== negated;
}

/** Walks all places of the pattern at once, so that no pattern takes longer than its length times that of the key. */
function fits(tokens: readonly Token[], chars: readonly string[]): boolean {
  let places = withRuns(tokens, new Set([0]));
  for (const char of chars) {
    const next = new Set<number>();
    for (const place of places) {
      const token = tokens[place];
      if (!token) continue;
      const stays = token.run === 'across' || (token.run === 'within' && char !== '/');
      if (stays) next.add(place);
      if (token.run === undefined && token.takes(char)) next.add(place + 1);
    }
    places = withRuns(tokens, next);
  }
  return places.has(tokens.length);
}

/** A run may be empty. */
function withRuns(tokens: readonly Token[], places: Set<number>): Set<number> {
  for (const place of places) if (tokens[place]?.run !== undefined) places.add(place + 1);
  return places;
}
