import { expect, it } from 'vitest';
import { path } from './path.ts';

it('a value is one segment, whatever is in it', () => {
  expect(path`/records/${'12'}/draft/files/${'a b/ä?#.txt'}/content`).toBe('/records/12/draft/files/a%20b%2F%C3%A4%3F%23.txt/content');
});

it.each(['', '.', '..'])('"%s" is refused, since it would lead elsewhere', (value) => {
  expect(() => path`/records/${value}/draft`).toThrow(/no id or file key/);
});
