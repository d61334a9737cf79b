import { describe, expect, test } from 'vitest';
import { flag, list, object, term, text, translations, withoutEmpty } from './kinds.ts';

const person = object([
  { name: 'name', kind: text({ min: 2 }), required: true },
  { name: 'age', kind: flag, nullable: true },
]);

describe('text', () => {
  test('is trimmed, and anything else is no string', () => {
    expect(text().load('  x ')).toEqual({ value: 'x', errors: [] });
    for (const value of [5, true, [], {}]) expect(text().load(value).errors).toEqual([{ field: '', messages: ['Not a valid string.'] }]);
  });
});

describe('flag', () => {
  test.each([true, 1, '1', 'yes', 'True'])('%j is true', (value) => expect(flag.load(value).value).toBe(true));
  test.each([false, 0, 'off'])('%j is false', (value) => expect(flag.load(value).value).toBe(false));
  test('another word is neither', () => expect(flag.load('x')).toEqual({ errors: [{ field: '', messages: ['Not a valid boolean.'] }] }));
});

describe('list', () => {
  test('keeps the valid items and names the others by their place', () => {
    expect(list(text()).load(['a', null, 5])).toEqual({
      value: ['a'],
      errors: [
        { field: '1', messages: ['Field may not be null.'] },
        { field: '2', messages: ['Not a valid string.'] },
      ],
    });
  });

  test('is dropped as a whole when the check of the whole complains', () => {
    expect(list(text(), () => 'Too odd.').load(['a'])).toEqual({ errors: [{ field: '', messages: ['Too odd.'] }] });
  });
});

describe('object', () => {
  test('reports fields in their order, unknown ones last, and keeps what is valid', () => {
    expect(person.load({ frob: 1, age: 'x', name: 'Marie' })).toEqual({
      value: { name: 'Marie' },
      errors: [
        { field: 'age', messages: ['Not a valid boolean.'] },
        { field: 'frob', messages: ['Unknown field.'] },
      ],
    });
  });

  test('tells missing from null, and takes null where it means nothing', () => {
    expect(person.load({}).errors).toEqual([{ field: 'name', messages: ['Missing data for required field.'] }]);
    expect(person.load({ name: null }).errors).toEqual([{ field: 'name', messages: ['Field may not be null.'] }]);
    expect(person.load({ name: 'Marie', age: null }).errors).toEqual([]);
  });

  test('is checked and shaped as a whole only when its fields are sound', () => {
    const strict = object([{ name: 'a', kind: text() }], {
      check: () => [{ field: 'a', messages: ['Never right.'] }],
      after: () => ({ shaped: true }),
    });
    expect(strict.load({ a: 'x' })).toEqual({ value: { a: 'x' }, errors: [{ field: 'a', messages: ['Never right.'] }] });
    expect(strict.load({ a: 5 }).errors).toEqual([{ field: 'a', messages: ['Not a valid string.'] }]);
  });

  test('a list or a text is no object', () => {
    for (const value of [[], 'x', 5]) expect(term.load(value).errors).toEqual([{ field: '_schema', messages: ['Invalid input type.'] }]);
  });
});

test('a translation needs a language of two letters and a text', () => {
  expect(translations.load({ en: 'Title', frob: 1 })).toEqual({
    value: { en: 'Title' },
    errors: [
      { field: 'frob.key', messages: ['String does not match expected pattern.'] },
      { field: 'frob.value', messages: ['Not a valid string.'] },
    ],
  });
});

test('empty objects and lists are not stored, empty texts are', () => {
  expect(withoutEmpty({ a: '', b: [], c: { d: {} }, e: [{}, 1], f: null })).toEqual({ a: '', e: [1] });
  expect(withoutEmpty([{}])).toBeUndefined();
});
