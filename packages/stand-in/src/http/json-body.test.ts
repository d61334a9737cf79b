import { expect, test } from 'vitest';
import { parseJson, readText } from './json-body.ts';

const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);

test('brackets in texts count for nothing', () => {
  expect(parseJson(`{"a":"${'['.repeat(5000)}\\"${'{'.repeat(5000)}"}`)).toHaveProperty('a');
});

test.each([['{"a":'], ['x'], [nested(901)], [nested(200_000)], ['"a'], ['{"a"\\"}']])('%# is no body', (text) => {
  expect(() => parseJson(text)).toThrow('Unable to decode JSON data in request body.');
});

test('what is nested, but not too deep, is read', () => {
  expect(JSON.stringify(parseJson(nested(900)))).toBe(nested(900));
  expect(parseJson('')).toBeUndefined();
});

test('a body that is too long is not kept, whether it says so or not', async () => {
  const chunk = new Uint8Array(1024 * 1024);
  async function* endless() {
    for (;;) yield chunk;
  }
  await expect(readText(endless(), undefined)).rejects.toMatchObject({ status: 413 });
  await expect(readText(endless(), '104857601')).rejects.toMatchObject({ status: 413 });
});
