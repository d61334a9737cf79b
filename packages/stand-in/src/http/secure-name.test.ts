import { expect, test } from 'vitest';
import { secureName } from './secure-name.ts';

test.each([
  ['data.csv', 'data.csv'],
  ['my data.csv', 'my_data.csv'],
  ['../../etc/passwd', 'etc_passwd'],
  ['dätä ü.txt', 'data_u.txt'],
  ['.hidden_', 'hidden'],
  ['a&b;c.txt', 'abc.txt'],
  ['数据', ''],
])('%s becomes %s', (name, safe) => {
  expect(secureName(name)).toBe(safe);
});
