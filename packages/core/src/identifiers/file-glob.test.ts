import { describe, expect, it } from 'vitest';
import { fileGlob } from './file-glob.ts';

describe('a file pattern', () => {
  it.each([
    ['*.csv', ['a.csv', '.csv'], ['a.csv.gz', 'sub/a.csv', 'acsv']],
    ['**/*.csv', ['a.csv', 'sub/a.csv', 'x/y/a.csv'], ['a.txt']],
    ['raw/**', ['raw/a', 'raw/b/c'], ['raws/a']],
    ['scan-?.xy', ['scan-1.xy', 'scan-é.xy', 'scan-😀.xy'], ['scan-12.xy', 'scan-/.xy']],
    ['[a-c]?.{xy,dat}', ['a1.xy', 'c2.dat'], ['d1.xy', 'a1.csv']],
    ['[!a-c].txt', ['d.txt'], ['a.txt', '/.txt']],
    ['data (1).csv', ['data (1).csv'], ['data 1.csv']],
    ['\\*.csv', ['*.csv'], ['a.csv']],
    ['.+^$|()', ['.+^$|()'], ['a']],
  ])('%s takes what it says', (pattern, taken, refused) => {
    const matches = fileGlob(pattern);
    expect([taken.filter(matches), refused.filter(matches)]).toEqual([taken, []]);
  });

  it('many runs cost no more than their number', () => {
    const began = performance.now();
    expect(fileGlob('*a'.repeat(40))('a'.repeat(250))).toBe(true);
    expect(fileGlob(`${'*a'.repeat(40)}b`)('a'.repeat(250))).toBe(false);
    expect(performance.now() - began).toBeLessThan(1000);
  });

  it.each(['', '[ab', 'x'.repeat(1001), '{a,b}'.repeat(11)])('cannot be %s', (pattern) => {
    expect(() => fileGlob(pattern)).toThrow(expect.objectContaining({ code: 'configuration' }));
  });
});
