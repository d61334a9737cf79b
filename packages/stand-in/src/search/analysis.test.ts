import { expect, test } from 'vitest';
import { wordsOf } from './analysis.ts';

test.each([
  ['<p>Raw and S-2291</p>', ['praw', 'and', 's2291p'], ['p', 'raw', 'and', 's', '2291', 'p']],
  ['Núñez, Zürich & Weiß', ['nunez', 'zurich', 'weiss'], ['núñez', 'zürich', 'weiß']],
  ['10.5281/zenodo.1000002', ['105281zenodo1000002'], ['10.5281', 'zenodo', '1000002']],
  ['urn:zenodo-connect:a1', ['urnzenodoconnecta1'], ['urn:zenodo', 'connect:a1']],
  ["don't scan.xy v1.2", ['dont', 'scanxy', 'v12'], ["don't", 'scan.xy', 'v1.2']],
  ['結晶 file_1 x', ['結', '晶', 'file1', 'x'], ['結', '晶', 'file_1', 'x']],
  ['', [], []],
])('%s is read as words in two ways', (text, plain, words) => {
  expect([wordsOf(text, 'plain'), wordsOf(text, 'words')]).toEqual([plain, words]);
});

test('the short way for simple texts reads as the long one does', () => {
  const pieces = ['a', 'B', '1', '.', ':', "'", ',', '-', '_', ' ', '/', '<', '$'];
  for (const one of pieces)
    for (const two of pieces)
      for (const three of pieces)
        for (const reading of ['plain', 'words'] as const) {
          const text = `x${one}${two}${three}y`;
          // A letter beyond ASCII makes it go the long way; it stands apart.
          expect(wordsOf(`${text} ü`, reading).slice(0, -1)).toEqual(wordsOf(text, reading));
        }
});
