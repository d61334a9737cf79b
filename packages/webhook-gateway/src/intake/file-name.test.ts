import { describe, expect, it } from 'vitest';
import { datasetName, fileName, quoted } from './file-name.ts';

describe('fileName', () => {
  it.each([
    ['../../etc/passwd', 'path parts'],
    ['..\\..\\x', 'path parts'],
    ['/abs', 'path parts'],
    ['C:\\x', 'path parts'],
    ['..', 'path part'],
    ['.', 'path part'],
    ['', 'empty'],
    ['a\0.csv', 'NUL'],
    ['a\r\nb', 'control'],
    ['a\u0085b', 'control'],
    ['x\u202Egnp.exe', 'direction'],
    ['x\u200B.csv', 'invisible'],
    ['x\uFEFF.csv', 'invisible'],
    ['\ud800.csv', 'invisible'],
    ['x ', 'space'],
    ['x.', 'dot'],
    ['CON.txt', 'device'],
    ['lpt1', 'device'],
    ['é'.repeat(128), '255 bytes'],
  ])('F-01, F-02, F-03, F-06, F-07 refuses %j', (name, reason) => {
    expect(() => fileName(name)).toThrow(reason);
  });

  it.each(['scan42.xy', 'ä ö.csv', '日本語.raw', '.hidden', 'a..b', 'con-1.txt', 'x'.repeat(255), '%2e%2e', '50%.txt'])(
    'takes %j',
    (name) => {
      expect(fileName(name)).toBe(name);
    },
  );

  it('F-04 keeps the composed form, so that twins are one name', () => {
    expect(fileName('e\u0301.csv')).toBe('\u00e9.csv');
  });

  it('shows what cannot be seen as an escape', () => {
    expect(quoted('a\u202Eb')).toBe('"a\\u{202e}b"');
  });
});

it('a refused dataset is told as a dataset', () => {
  expect(() => datasetName('a/b')).toThrow('dataset name "a/b" has path parts');
});
