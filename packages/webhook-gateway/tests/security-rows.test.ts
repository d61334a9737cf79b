import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { expect, it } from 'vitest';

/*
 * SECURITY-ROWS.md holds every attack as a row. This test keeps the page honest:
 *
 * - a line of a table begins with the id of its row, or with several (`A-01, A-09`), never with a range;
 * - its last cell either names test files in backticks (of `tests/` or `src/` of this package, or of another package),
 *   and then each id stands in the name of a test of one of these files: `it('S-01 …')`, or a case `['S-01 …', …]`;
 * - or it begins with `–` and says why there is no test.
 *
 * `sections` says how many rows each letter has. A row that is moved, renamed or forgotten fails here.
 */
const sections = { S: 27, H: 18, J: 9, F: 17, E: 20, L: 9, A: 16, T: 12, Q: 14 };

const root = join(import.meta.dirname, '../..');
const rows = readFileSync(join(root, 'webhook-gateway/SECURITY-ROWS.md'), 'utf8')
  .split('\n')
  .filter((line) => /^\| [A-Z]-\d/.test(line))
  .map((line) => line.split(/(?<!\\)\|/).map((cell) => cell.trim()))
  .map((cells) => ({ ids: (cells[1] ?? '').split(', '), where: cells.at(-2) ?? '' }));

const testFiles = globSync('*/{src,tests}/**/*.test.ts', { cwd: root, exclude: (name) => name === 'node_modules' });

/** The text of all test files that a cell names. */
function textOf(where: string): string {
  const names = [...where.matchAll(/`([\w/.-]+\.test\.ts)`/g)].map(([, name]) => basename(name ?? ''));
  return testFiles
    .filter((path) => names.includes(basename(path)))
    .map((path) => readFileSync(join(root, path), 'utf8'))
    .join('\n');
}

/** Texts that may name a test: what stands in quotes after a bracket, or at the beginning of a line. */
const titlesIn = (text: string): readonly string[] =>
  [...text.matchAll(/(?:[([]|^\s+)(['"`])([^\n]*?)\1/gm)].map(([, , title = '']) => title);

const isNamed = (id: string, titles: readonly string[]): boolean => titles.some((title) => title.split(/[\s,:]+/).includes(id));

it('each row stands in the page once', () => {
  const expected = Object.entries(sections).flatMap(([letter, count]) =>
    Array.from({ length: count }, (_, n) => `${letter}-${String(n + 1).padStart(2, '0')}`),
  );
  expect(rows.flatMap(({ ids }) => ids).sort()).toEqual(expected.sort());
});

it('each row has a test of its name, or says why there is none', () => {
  const faults = rows.flatMap(({ ids, where }) => {
    if (/^– \S/.test(where)) return [];
    const titles = titlesIn(textOf(where));
    return ids.filter((id) => !isNamed(id, titles)).map((id) => `${id}: ${where}`);
  });
  expect(faults).toEqual([]);
});

it('each test file that the page names is there', () => {
  const names = rows.flatMap(({ where }) => [...where.matchAll(/`([\w/.-]+\.test\.ts)`/g)].map(([, name]) => basename(name ?? '')));
  const there = new Set(testFiles.map((path) => basename(path)));
  expect(names.filter((name) => !there.has(name))).toEqual([]);
});
