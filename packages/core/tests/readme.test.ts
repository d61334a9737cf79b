import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { stripTypeScriptTypes } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import * as core from '../src/index.ts';
import { Resource } from '../src/resources/resource.ts';
import * as webhooks from '../src/webhooks/index.ts';
import { metadata, useTarget } from './_util/target.ts';

const target = useTarget();
const readme = await readFile(new URL('../README.md', import.meta.url), 'utf8');
/** Each example with the heading above it. */
const examples = readme.split(/^##+ /m).flatMap((section) => {
  const name = section.slice(0, section.indexOf('\n'));
  return [...section.matchAll(/```ts\n(.*?)```/gs)].map(([, code]) => [name, code!] as const);
});

let folder: string;
const before = process.cwd();
const printed: unknown[][] = [];
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'zenodo-connect-'));
  await writeFile(join(folder, 'scan.xy'), '10.0 5\n');
  await writeFile(join(folder, 'scan-2.xy'), '10.0 6\n');
  await writeFile(join(folder, 'CITATION.cff'), 'doi: {{doi}}\n');
  await mkdir(join(folder, 'raw'));
  await writeFile(join(folder, 'raw/frame-1.dat'), '1\n');
  // The reader's paths begin where the reader is.
  process.chdir(folder);
});
afterAll(async () => {
  process.chdir(before);
  await rm(folder, { recursive: true });
});

/** What the reader has at hand: the package, a token, files in the folder; the sandbox is the stand-in. */
const scope: Record<string, unknown> = {
  ...core,
  ...webhooks,
  metadata,
  secret: 'whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3',
  oldSecret: 'whsec_YWJjZGVmZ2hpamtsbW5vcHFyc3R1dnd4eXo=',
  console: { log: (...words: unknown[]) => printed.push(words), error: (...words: unknown[]) => printed.push(words) },
  Zenodo: class {
    constructor({ environment, ...options }: { token: string; environment: string }) {
      expect(environment).toBe('sandbox');
      // biome-ignore lint/correctness/noConstructorReturn: the reader's `new Zenodo` has to reach the stand-in
      return target.client(options);
    }
  },
};

/** Runs a block with the names of the blocks before it, and keeps the names that it makes. */
async function run(code: string): Promise<void> {
  const imported = [...code.matchAll(/^import \{(.*?)\} from '(.*?)';$/gm)];
  for (const [, list, from] of imported) {
    const module = from === '@zenodo-connect/core' ? core : webhooks;
    for (const name of list!.split(',')) expect(module, `${from} exports ${name}`).toHaveProperty(name.trim());
  }
  const body = stripTypeScriptTypes(code.replace(/^import .*$/gm, ''));
  const made = [...body.matchAll(/^const (?:\{ ([\w, ]+) \}|(\w+)) =/gm)].flatMap(([, several, one]) => several?.split(', ') ?? [one!]);
  const AsyncFunction = (async () => {}).constructor as new (...args: string[]) => (...args: unknown[]) => Promise<object>;
  const known = Object.keys(scope).filter((name) => !made.includes(name));
  const work = new AsyncFunction(...known, `${body}\nreturn { ${made.join(', ')} };`);
  Object.assign(scope, await work(...known.map((name) => scope[name])));
}

it('has examples', () => {
  expect(examples.map(([name]) => name)).toEqual(expect.arrayContaining(['A first deposit', 'Communities', 'Signed webhooks']));
});

it.each(examples)('the example of "%s" runs', async (name, code) => {
  scope['token'] = target.standIn.tokens.owner;
  printed.length = 0;
  await run(code);
  expect(printed.length, `${name} prints`).toBeGreaterThan(0);
  if (name === 'A first deposit') {
    expect(printed.map(([word]) => word)).toContain('published');
    expect(printed.at(-1)?.[0]).toMatch(/^10\.5281\/zenodo\.\d+$/);
  }
  if (name === 'The next version') expect(printed.at(-1)?.[0]).toBe('published');
  if (name === 'Files') {
    const citation = await readFile('copy/CITATION.cff', 'utf8');
    expect(citation).toMatch(/^doi: 10\.5281\/zenodo\.\d+\n$/);
    expect(printed.at(-1)).toEqual([7]);
  }
  if (name === 'One change over many records') expect(printed.flat()).toContain('published');
});

it('the table of resources names the methods that there are', () => {
  const rows = [...readme.matchAll(/^\| (`\w+`(?:, `\w+`)*) +\| (.*?) *\|$/gm)].flatMap(([, names, methods]) =>
    inCode(names!).map((name) => [name, inCode(methods!)] as const),
  );
  const zenodo: object = target.client();
  for (const [name, resource] of Object.entries(zenodo)) {
    if (!(resource instanceof Resource)) continue;
    const methods = Object.getOwnPropertyNames(Object.getPrototypeOf(resource)).filter((method) => method !== 'constructor');
    const told = rows.find(([row]) => row === name)?.[1] ?? [];
    expect(told.toSorted(), `zenodo.${name}`).toEqual(methods.toSorted());
  }
});

const inCode = (text: string): string[] => [...text.matchAll(/`(\w+)`/g)].map(([, word]) => word!);
