import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { runExamples } from './examples.ts';
import { isOrcid } from './orcid.ts';
import { Recipe } from './recipe.ts';
import type { Payload } from './template.ts';

const base = `version: 1
route: xrd
metadata:
  title: "Scan of {{ dataset }}"
  resource_type: { id: dataset }
  creators: [{ person_or_org: { type: personal, family_name: Curie } }]
`;
const payload: Payload = { route: 'xrd', dataset: 'S-1', file: { name: 'a.xy' }, meta: {}, received: '2026-11-25T14:05:00Z' };
const recipe = (more: string, text = base): Recipe => new Recipe('xrd.yaml', text + more);
const withTitle = (title: string): Recipe => recipe('', base.replace('"Scan of {{ dataset }}"', title));
const titleOf = (title: string, meta: Record<string, unknown> = {}) => withTitle(title).apply({ ...payload, meta }).metadata.title;

describe('a broken recipe is refused at its place', () => {
  it.each([
    ['an unknown key', 'pubish: { mode: draft }\n', 'xrd.yaml:7:1: "pubish" is not a key here; did you mean "publish"?'],
    ['auto without the flag', 'publish: { mode: auto }\n', 'xrd.yaml:7:10: "publish": mode auto publishes for ever'],
    ['an ending that is no object', 'publish: auto\n', 'xrd.yaml:7:10: "publish": expected an object such as { mode: draft }'],
    ['an unknown operator', 'match: { file.name: { $ends: .xy } }\n', 'xrd.yaml:7'],
    ['a path that is none', 'match: { body.x: 1 }\n', 'xrd.yaml:7'],
    ['Liquid that does not close', 'dataset: "{{ dataset"\n', 'xrd.yaml:7:10: "dataset": output "{{ dataset" not closed'],
    ['a loop', 'dataset: "{% for x in meta %}{% endfor %}"\n', 'xrd.yaml:7:10: "dataset": tag "for" not found'],
    ['an include', 'dataset: "{% include \'/etc/passwd\' %}"\n', 'tag "include" not found'],
    ['a render', 'dataset: "{% render \'x\' %}"\n', 'tag "render" not found'],
    ['a layout', 'dataset: "{% layout \'x\' %}"\n', 'tag "layout" not found'],
  ])('%s', (_name, more, message) => {
    expect(() => recipe(more)).toThrow(message);
  });

  it.each([
    ['when: { file.name: a }', 'xrd.yaml:7:1: "when" is not a key here; did you mean "match"?'],
    ['accept: { max_size: 2GiB }', 'xrd.yaml:7:11: "max_size" is not a key here; did you mean "max_bytes"?'],
    ['accept: { inline_json_max: 1MiB }', '"inline_json_max" is not a key here; did you mean "json_max_bytes"?'],
    ['collect: { wait: 15min }', '"wait" is not a key here; did you mean "wait_s"?'],
    ['collect: { or_commit: true, wait_s: 5 }', '"or_commit" is not a key here; did you mean "commit"?'],
    ['versioning: { same_bytes: skip }', 'the same bytes under one name are never deposited twice'],
    ['zenodo: { target: sandbox }', 'where the records go stands in the configuration'],
    ['retention: { payload: 30d }', '"payload" is not a key here; did you mean "draft_bytes" for complete drafts'],
    ['examples: [{ name: a, files: [b.xy], expect: {} }]', '"files" is not a key here; did you mean "file"'],
  ])('a key that is called otherwise elsewhere: %s', (line, message) => {
    expect(() => recipe(`${line}\n`)).toThrow(message);
  });

  it.each([
    ['license: cc-by-4.0', '"license" is not a field here; did you mean "rights: [{ id: cc-by-4.0 }]"?'],
    ['keywords: [xrd]', '"keywords" is not a field here; did you mean "subjects: [{ subject: … }]"?'],
  ])('a field of the old deposit API: %s', (line, message) => {
    expect(() => recipe(`  ${line}\n`)).toThrow(message);
  });

  it('a metadata field that Zenodo would drop', () => {
    expect(() => recipe('', base.replace('title:', 'titel:'))).toThrow('xrd.yaml:4:3: "titel" is not a key here; did you mean "title"?');
  });

  it('metadata that no record can be without, unless a file of the set may give them', () => {
    const bare = base.replace(/ {2}creators.*\n/, '');
    expect(() => recipe('', bare)).toThrow('xrd.yaml:4:3: "metadata": creators is missing, and Zenodo takes no record without it.');
    expect(recipe('defaults_from: zenodo-json\n', bare).route).toBe('xrd');
  });

  it('a filter that does not exist', () => {
    expect(() => titleOf('"{{ dataset | upercase }}"')).toThrow('undefined filter: upercase');
  });
});

describe('metadata', () => {
  it('is filled in, with the day of receipt when the recipe gives none', () => {
    expect(recipe('').apply(payload)).toMatchObject({
      dataset: 'S-1',
      finish: 'leave',
      metadata: { title: 'Scan of S-1', publication_date: '2026-11-25' },
    });
  });

  it('the same input gives the same output', () => {
    expect(JSON.stringify(recipe('').apply(payload))).toBe(JSON.stringify(recipe('').apply(payload)));
  });

  it('templates in data stay text', () => {
    expect(titleOf('"{{ meta.t }}"', { t: '{{ received }}{% include "x" %}' })).toBe('{{ received }}{% include "x" %}');
  });

  it('data cannot add keys', () => {
    const { metadata } = withTitle('"{{ meta.t }}"').apply({ ...payload, meta: { t: 'a","access":"open' } });
    expect(metadata.title).toBe('a","access":"open');
    expect(Object.keys(metadata).sort()).toEqual(['creators', 'publication_date', 'resource_type', 'title']);
  });

  it('$value keeps the type', () => {
    const more = 'publish: { mode: draft }\n';
    const text = base.replace('"Scan of {{ dataset }}"', 'xyz\n  sizes: { $value: meta.sizes }');
    expect(recipe(more, text).apply({ ...payload, meta: { sizes: ['1 KB'] } }).metadata).toMatchObject({ sizes: ['1 KB'] });
  });

  it.each([
    ['a value that was not sent', '"{{ meta.operator }}"', 'metadata.title meta.operator was not sent', 'Send the header X-Meta-operator'],
    ['a prototype', '"{{ meta.__proto__ }}"', 'was not sent', ''],
    ['a constructor', '"{{ meta.constructor.name }}"', 'was not sent', ''],
    ['an empty title', '"{{ meta.x | default: \' \' }}"', 'metadata.title needs a text, and it is empty', 'Set `metadata.title`'],
  ])('%s is refused by name', (_name, title, detail, nextStep) => {
    const refused = expect.objectContaining({
      kind: 'invalid-metadata',
      message: expect.stringContaining(detail),
      nextStep: expect.stringContaining(nextStep),
    });
    expect(() => titleOf(title)).toThrow(refused);
  });

  it.each([
    [
      'creators',
      'creators: [{ person_or_org: { type: personal, family_name: Curie } }]',
      'creators: []',
      'metadata.creators needs at least one creator',
    ],
    [
      'a person without a name',
      'family_name: Curie',
      'given_name: Marie',
      'metadata.creators.0.person_or_org.family_name needs a text for a person',
    ],
    [
      'a wrong ORCID',
      'family_name: Curie',
      'family_name: C, identifiers: [{ scheme: orcid, identifier: 0000-0002-1825-0098 }]',
      'is no ORCID',
    ],
    ['a resource type', 'resource_type: { id: dataset }', 'resource_type: dataset', 'metadata.resource_type needs an `id`'],
    ['a day that is none', 'resource_type:', 'publication_date: 2026-02-30\n  resource_type:', 'metadata.publication_date needs a date'],
  ])('%s', (_name, from, to, detail) => {
    expect(() => recipe('', base.replace(from, to)).apply(payload)).toThrow(detail);
  });

  it('a title from a filter', () => {
    expect(titleOf("\"{{ meta.a | default: 'D8' }} {{ 'Probe Äu 7' | slug }} {{ received | date: '%d.%m.%Y' }}\"")).toBe(
      'D8 probe-au-7 25.11.2026',
    );
  });

  it('clean takes out what a title may not have, and folds spaces', () => {
    expect(titleOf('"{{ meta.t | clean }}"', { t: '\ufeffPowder\u200b  of\tS-1\r\n(second\u0007)\u202e ' })).toBe('Powder of S-1 (second)');
  });

  it('clean cleans each entry of a list, and what a default gave', () => {
    expect(titleOf('"{{ meta.tags | clean | join: \', \' }}"', { tags: ['a\u200b', ' b '] })).toBe('a, b');
    expect(titleOf('"{{ meta.none | default: \'Run D8 \' | clean }}"')).toBe('Run D8');
  });

  it('no filter knows the clock', () => {
    expect(() => titleOf('"{{ \'now\' | date }}"')).toThrow('"now" is no day or instant');
  });
});

it('the dataset of a recipe is checked as any name from outside', () => {
  expect(() => recipe('dataset: "{{ meta.d }}"\n').apply({ ...payload, meta: { d: '../x' } })).toThrow('has path parts');
});

it('J-08 knows a right ORCID from a wrong one', () => {
  expect(['0000-0002-1825-0097', '0000-0002-1694-233X', 'https://orcid.org/0000-0002-1825-0097'].every(isOrcid)).toBe(true);
  expect(['0000-0002-1825-0098', '0000-0002-1825-009', '', '0000-0002-1694-2330'].some(isOrcid)).toBe(false);
});

it('a description that came out empty is none, and one that Zenodo would find too short is refused here', () => {
  const described = (d: string) => recipe('  description: "{{ meta.d }}"\n').apply({ ...payload, meta: { d } }).metadata;
  expect(described(' ').description).toBeUndefined();
  expect(described('Fit').description).toBe('Fit');
  expect(() => described('ok')).toThrow('metadata.description needs at least 3 characters');
});

it.each(['routes/xrd', 'forges/github', 'forges/gitea', 'forges/gitlab'])(
  'the recipe %s that ships holds its own examples',
  async (name) => {
    const file = fileURLToPath(new URL(`../../examples/${name}.yaml`, import.meta.url));
    const outcomes = runExamples(new Recipe(name, await readFile(file, 'utf8')));
    expect(outcomes.length).toBeGreaterThan(0);
    expect(outcomes.flatMap(({ differences }) => differences)).toEqual([]);
  },
);
