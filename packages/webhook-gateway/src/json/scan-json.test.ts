import { describe, expect, it } from 'vitest';
import { Problem } from '../problems/problem.ts';
import { parseJsonObject } from './scan-json.ts';

const kindOf = (text: string | Buffer): string => {
  try {
    parseJsonObject(Buffer.from(text));
    return 'taken';
  } catch (error) {
    if (error instanceof Problem) return error.kind;
    throw error;
  }
};

it('what is sound comes out as JSON.parse gives it', () => {
  const value = { a: [1, -2.5, 1e3, 'x"\\\u00e4🙂', null, true, { b: {}, c: [] }], 'a,b:{': '[]{}' };
  expect(parseJsonObject(Buffer.from(JSON.stringify(value)))).toEqual(value);
});

describe('refused:', () => {
  it.each([
    ['J-01 400,000 open brackets', '['.repeat(400_000), 'json-too-deep'],
    ['J-01 65 levels', `${'{"a":'.repeat(65)}1${'}'.repeat(65)}`, 'json-too-deep'],
    ['J-02 a key twice', '{"publish":false,"publish":true}', 'json-duplicate-key'],
    ['J-02 a key twice, once escaped', '{"a":1,"\\u0061":2}', 'json-duplicate-key'],
    ['J-03 __proto__', '{"__proto__":{"x":1}}', 'bad-json'],
    ['J-03 __proto__, escaped', '{"\\u005f\\u005fproto__":{"x":1}}', 'bad-json'],
    ['J-03 constructor', '{"a":{"constructor":{"prototype":{}}}}', 'bad-json'],
    ['J-04 an integer beyond 2^53', '{"a":12345678901234567890}', 'bad-json'],
    ['J-04 a number without end', '{"a":1e400}', 'bad-json'],
    ['J-05 half of a surrogate pair', '{"a":"\\ud800"}', 'bad-json'],
    ['J-05 half of one as a key', '{"\\udc00":1}', 'bad-json'],
    ['J-06 a list of 200,000', `{"a":[${'0,'.repeat(200_000)}0]}`, 'bad-json'],
    ['J-06 20,000 keys', `{${Array.from({ length: 20_000 }, (_, n) => `"k${n}":1`).join()}}`, 'bad-json'],
    ['J-07 a byte order mark', '\ufeff{}', 'bad-json'],
    ['J-07 a comment', '{/* x */}', 'bad-json'],
    ['J-07 a trailing comma', '{"a":1,}', 'bad-json'],
    ['J-07 NaN', '{"a":NaN}', 'bad-json'],
    ['J-07 text after the value', '{} x', 'bad-json'],
    ['J-07 nothing', '', 'bad-json'],
    ['J-07 a string without its end', '{"a', 'bad-json'],
    ['a list', '[]', 'bad-json'],
    ['a number', '1', 'bad-json'],
    ['no UTF-8', Buffer.from([0x22, 0xff, 0xfe, 0x22]), 'bad-json'],
  ])('%s', (_name, text, kind) => {
    expect(kindOf(text)).toBe(kind);
  });
});

it('64 levels are taken, and the same name in two objects', () => {
  expect(kindOf(`${'{"a":'.repeat(64)}1${'}'.repeat(64)}`)).toBe('taken');
  expect(kindOf('{"a":{"x":1},"b":{"x":1},"c":[{"x":1},{"x":2}]}')).toBe('taken');
});

it('J-01 a refusal of a deep megabyte takes little time', () => {
  const started = performance.now();
  kindOf('['.repeat(1_000_000));
  kindOf(`{"a":"${'x'.repeat(1_000_000)}"}`);
  expect(performance.now() - started).toBeLessThan(500);
});

it('J-03 prototypes stay as they were', () => {
  kindOf('{"__proto__":{"polluted":true}}');
  expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
});
