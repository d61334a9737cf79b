import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { Problem } from '../src/problems/problem.ts';
import { Recipe } from '../src/recipes/recipe.ts';
import type { Payload } from '../src/recipes/template.ts';
import { runCommand } from './_util/command.ts';
import { recipe } from './_util/gateway.ts';
import { tempFolder } from './_util/temp-folder.ts';

/** The recipe of the tests with another title. */
const withTitle = (title: string): string => recipe.replace(/title:.*/, `title: ${title}`);
const load = (text: string): Recipe => new Recipe('xrd.yaml', text);

function payload(meta: Payload['meta'], dataset = 'S-1'): Payload {
  return { route: 'xrd', dataset, file: { name: 'a.xy' }, meta, received: '2026-11-25T14:05:00.000Z' };
}

const titleOf = (text: string, meta: Payload['meta']): unknown => load(text).apply(payload(meta)).metadata.title;

function refusalOf(text: string, meta: Payload['meta'] = {}): string {
  try {
    load(text).apply(payload(meta));
    return 'taken';
  } catch (error) {
    if (error instanceof Problem) return `${error.status} ${error.kind}`;
    return (error as Error).name;
  }
}

describe('T-01 data is never compiled:', () => {
  it.each(['{{ secrets.x }}', "{% include '/etc/passwd' %}", '{{ "a" | append: route }}', `${'$'}{ENV}`, '$eval(1)', '{{{{ route }}}}'])(
    '%s appears as it is',
    (text) => {
      expect(titleOf(withTitle('"Run {{ meta.note }}"'), { note: text })).toBe(`Run ${text}`);
    },
  );
});

describe('T-02 text cannot add a key:', () => {
  it.each(['a","access_right":"open', 'a\n  publish: auto', "a' }, { id: x"])('%j stays inside its text', (text) => {
    const { metadata } = load(withTitle('"Run {{ meta.note }}"')).apply(payload({ note: text }));
    expect(metadata.title).toBe(`Run ${text}`);
    expect(Object.keys(metadata).sort()).toEqual(['creators', 'publication_date', 'publisher', 'resource_type', 'title']);
  });
});

it('T-03 no filter and no condition takes a regular expression', () => {
  expect(refusalOf(withTitle('"{{ meta.note | match: \'(a+)+$\' }}"'), { note: 'aaa' })).toBe('YamlError');
  expect(refusalOf(recipe.replace('{ $endsWith: [.xy, .raw] }', '{ $regex: "(a+)+$" }'))).toBe('YamlError');
  const started = performance.now();
  const text = "{{ meta.note | replace: 'a', 'b' | remove: 'c' | split: 'b' | join: 'd' }}";
  refusalOf(withTitle(`"${text}"`), { note: 'a'.repeat(50_000) });
  expect(performance.now() - started).toBeLessThan(1_000);
});

describe('T-05 bombs end as a refusal, and the process lives:', () => {
  it.each([
    ['a text that doubles itself', `"${'{{ meta.note | append: meta.note | append: meta.note | append: meta.note }}'.repeat(200)}"`],
    ['a template that is too long', `"${'{{ route }}'.repeat(2_000)}"`],
  ])('%s', (_what, title) => {
    expect(refusalOf(withTitle(title), { note: 'x'.repeat(100_000) })).not.toBe('taken');
  });

  it('no loop is known', () => {
    expect(refusalOf(withTitle('"{% for x in (1..1000000000) %}{{ x }}{% endfor %}"'))).toBe('YamlError');
    expect(refusalOf(withTitle('"{% assign x = 1 %}{{ x }}"'))).toBe('YamlError');
  });

  it('a list of more entries than are taken', () => {
    const each = recipe.replace(
      /creators:.*/,
      'creators: { $each: meta.people, person_or_org: { type: personal, family_name: "{{ item }}" } }',
    );
    expect(refusalOf(each, { people: Array.from({ length: 501 }, () => 'x') })).toBe('422 invalid-metadata');
  });
});

describe('T-06 what every object has is nothing here:', () => {
  it.each(['meta.constructor', 'meta.__proto__.x', 'meta.toString', 'meta.note.constructor', 'meta.list.prototype'])('%s', (path) => {
    expect(refusalOf(withTitle(`"Run {{ ${path} }}"`), { note: 'x', list: [1] })).toBe('422 invalid-metadata');
    expect(refusalOf(recipe.replace('publisher: Zenodo', `publisher: { $value: ${path} }`), { note: 'x', list: [1] })).toBe(
      '422 invalid-metadata',
    );
  });
});

it('T-07 no library that runs code for an expression is installed, and Liquid is not older than its last hole', async () => {
  const { dependencies } = JSON.parse(await readFile(new URL('../package.json', import.meta.url), 'utf8')) as {
    dependencies: Record<string, string>;
  };
  for (const name of ['jsonpath-plus', 'jsonata', 'handlebars', 'vm2', 'ejs', 'nunjucks']) expect(dependencies).not.toHaveProperty(name);
  const [major = 0, minor = 0] = dependencies['liquidjs']!.split('.').map(Number);
  expect(major * 1_000 + minor).toBeGreaterThanOrEqual(10_026);
});

describe('T-08 no template reaches a file:', () => {
  it.each(["{% include '/etc/passwd' %}", "{% render '../../x' %}", "{% layout 'x' %}", '{% block x %}{% endblock %}'])('%s', (tag) => {
    expect(refusalOf(withTitle(`"${tag}"`))).toBe('YamlError');
  });
});

it('T-11 a broken file at the start is named with line and column, and nothing starts', async () => {
  const { writeFile, mkdir } = await import('node:fs/promises');
  const folder = await tempFolder();
  await mkdir(`${folder}/routes`);
  await writeFile(`${folder}/routes/xrd.yaml`, recipe.replace('publish:', 'publsh:'));
  await writeFile(`${folder}/gateway.yaml`, 'folder: data\nlisten: { port: 0 }\nzenodo: { url: "http://127.0.0.1:9" }\nroutes: routes\n');
  const { code, stderr } = await runCommand(['start', '--config', `${folder}/gateway.yaml`], { ZENODO_TOKEN: 't' });
  expect([code, stderr]).toEqual([1, expect.stringMatching(/xrd\.yaml:\d+:1: "publsh" is not a key here; did you mean "publish"\?/)]);
});

describe('T-12 the same input gives the same metadata:', () => {
  it.each(['{{ "now" | date: "%s" }}', '{{ "today" | date }}', '{{ meta.x | sample }}', '{{ meta.x | shuffle }}'])(
    '%s knows no clock and no chance',
    (text) => {
      expect(refusalOf(withTitle(`'${text}'`), { x: ['a', 'b'] })).not.toBe('taken');
    },
  );

  it('a hundred times over', () => {
    const text = withTitle('"{{ meta.b }} {{ meta.a }} {{ received | date: \'%Y %H:%M\' }} {{ dataset | slug }}"');
    const made = Array.from({ length: 100 }, () => JSON.stringify(load(text).apply(payload({ a: '1', b: '2' }, 'Probe Nº 7'))));
    expect(new Set(made).size).toBe(1);
  });
});
