import { expect, it } from 'vitest';
import { path } from './path.ts';

it('a value is one segment, whatever is in it', () => {
  expect(path`/records/${'12'}/draft/files/${'a b/ä?#.txt'}/content`).toBe('/records/12/draft/files/a%20b%2F%C3%A4%3F%23.txt/content');
});

it.each(['', '.', '..'])('"%s" is refused, since it would lead elsewhere', (value) => {
  expect(() => path`/communities/${value}/records`).toThrow(/no id or file key/);
});

it.each(['', '..', 'https://zenodo.org/records/1234567', '10.5281/zenodo.1234567', 'a b'])('"%s" is no id of a record', (value) => {
  expect(() => path`/records/${value}/draft`).toThrow(/no record id/);
});
