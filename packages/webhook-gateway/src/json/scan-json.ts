import { Problem, type ProblemKind } from '../problems/problem.ts';

const maxDepth = 64;
const maxNodes = 100_000;
const maxKeys = 10_000;

interface Level {
  /** Keys so far; undefined in an array. */
  readonly keys: Set<string> | undefined;
  wantsKey: boolean;
}

const refusedKeys = ['__proto__', 'constructor', 'prototype'];

/**
 * Reads over a JSON text once, without building anything, and refuses what parsers take and nobody means: nesting that
 * overflows what comes after, a key twice, halves of surrogate pairs, numbers that change when they are read, keys that
 * reach prototypes. That it is JSON at all is the parser's to say.
 *
 * @throws {Problem} `json-too-deep`, `json-duplicate-key`, `bad-json`
 */
function scanJson(text: string): void {
  const levels: Level[] = [];
  let nodes = 0;
  for (let at = 0; at < text.length; at += 1) {
    const char = text[at]!;
    const level = levels.at(-1);
    if (char === '"') {
      const end = endOfString(text, at);
      const value = textOf(text.slice(at, end + 1));
      if (level?.wantsKey) checkKey(level, value);
      if (level) level.wantsKey = false;
      nodes += 1;
      at = end;
    } else if (char === '{' || char === '[') {
      if (levels.length >= maxDepth)
        throw refusal('json-too-deep', `The JSON is nested more than ${maxDepth} levels deep.`, 'Send it flatter.');
      levels.push({ keys: char === '{' ? new Set() : undefined, wantsKey: char === '{' });
      nodes += 1;
    } else if (char === '}' || char === ']') levels.pop();
    else if (char === ',' && level?.keys) level.wantsKey = true;
    else if (char === '-' || (char >= '0' && char <= '9')) {
      const number = numberAt(text, at);
      checkNumber(number);
      nodes += 1;
      at += number.length - 1;
    }
    if (nodes > maxNodes)
      throw refusal(
        'bad-json',
        `The JSON has more than ${maxNodes} values.`,
        'Send large data as a file, and only what describes it as JSON.',
      );
  }
}

/** @throws {Problem} as `scanJson`; `bad-json` also for what is no JSON, no UTF-8 or no object */
export function parseJsonObject(bytes: Uint8Array, what = 'body'): Readonly<Record<string, unknown>> {
  const text = decoded(bytes, what);
  scanJson(text);
  const value = parsed(text, what);
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Readonly<Record<string, unknown>>;
  throw refusal('bad-json', `The ${what} is JSON, but no object.`, 'Send an object: {"name": value}.');
}

function decoded(bytes: Uint8Array, what: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw refusal('bad-json', `The ${what} is not UTF-8.`, 'Send JSON as UTF-8, without a byte order mark.');
  }
}

function parsed(text: string, what: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw refusal('bad-json', `The ${what} is no JSON.`, 'Send one JSON object (RFC 8259): no comments, no trailing commas, no NaN.');
  }
}

/** Where the quote that ends a string is; the end of the text when none does. */
function endOfString(text: string, start: number): number {
  let at = start + 1;
  while (at < text.length && text[at] !== '"') at += text[at] === '\\' ? 2 : 1;
  return Math.min(at, text.length - 1);
}

function textOf(quoted: string): string {
  const value = quoted.includes('\\') ? unescaped(quoted) : quoted.slice(1, -1);
  if (value.isWellFormed()) return value;
  throw refusal('bad-json', 'A text in the JSON holds half of a character (a lone surrogate).', 'Send whole characters.');
}

function unescaped(quoted: string): string {
  try {
    return String(JSON.parse(quoted));
  } catch {
    throw refusal('bad-json', 'A text in the JSON has an escape that does not exist.', 'Escape as RFC 8259 says.');
  }
}

function checkKey({ keys }: Level, key: string): void {
  if (keys?.has(key)) throw refusal('json-duplicate-key', `The JSON names "${shown(key)}" twice in one object.`, 'Name it once.');
  if (refusedKeys.includes(key)) throw refusal('bad-json', `The JSON has the key "${key}", which is not taken.`, 'Leave it out.');
  keys?.add(key);
  if ((keys?.size ?? 0) > maxKeys) throw refusal('bad-json', `An object of the JSON has more than ${maxKeys} keys.`, 'Send fewer.');
}

const shown = (key: string): string => key.slice(0, 60).replace(/[\p{C}\p{Zl}\p{Zp}]/gu, '?');

function numberAt(text: string, at: number): string {
  let end = at;
  while (end < text.length && '0123456789+-.eE'.includes(text[end]!)) end += 1;
  return text.slice(at, end);
}

function checkNumber(text: string): void {
  const value = Number(text);
  const isWhole = /^-?\d+$/.test(text);
  if (Number.isNaN(value) || (Number.isFinite(value) && !(isWhole && !Number.isSafeInteger(value)))) return;
  throw refusal(
    'bad-json',
    `The number ${text.slice(0, 40)} in the JSON is beyond what can be read exactly.`,
    'Send it as a text, in quotes.',
  );
}

const refusal = (kind: ProblemKind, detail: string, nextStep: string): Problem => new Problem(kind, detail, nextStep);
