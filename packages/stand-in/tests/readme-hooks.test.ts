import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll } from 'vitest';

// The tests of the README's example become tests of this file.
const readme = readFileSync(path.resolve(import.meta.dirname, '../README.md'), 'utf8');
const [, example = ''] = /```ts vitest\n(.*?)```/s.exec(readme) ?? [];
const file = path.join(import.meta.dirname, `_readme-${process.pid}.ts`);
writeFileSync(file, example.replace("'@zenodo-connect/stand-in/vitest'", "'../src/vitest.ts'"));
afterAll(() => rmSync(file, { force: true }));
await import(file);
