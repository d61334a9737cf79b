import { readFileSync } from 'node:fs';
import type { INodeProperties, INodePropertyCollection, INodePropertyOptions } from 'n8n-workflow';
import { expect, test } from 'vitest';
import { ZenodoApi } from '../credentials/ZenodoApi.credentials.ts';
import { ZenodoOAuth2Api } from '../credentials/ZenodoOAuth2Api.credentials.ts';
import { operations } from '../nodes/Zenodo/actions/operations.ts';
import { Zenodo } from '../nodes/Zenodo/Zenodo.node.ts';
import { ZenodoTrigger } from '../nodes/ZenodoTrigger/ZenodoTrigger.node.ts';

const { description } = new Zenodo();
const named = (name: string) => description.properties.filter((property) => property.name === name);
const optionsOf = (property: INodeProperties | undefined) => (property?.options ?? []) as INodePropertyOptions[];

/** Every property with the path to it, collections and their rows included, beside the properties of its own level. */
function* walk(properties: readonly INodeProperties[], path: string): Generator<[string, INodeProperties, readonly INodeProperties[]]> {
  for (const property of properties) {
    const at = `${path}${property.displayName}`;
    yield [at, property, properties];
    if (property.type === 'collection') yield* walk((property.options ?? []) as INodeProperties[], `${at} > `);
    if (property.type === 'fixedCollection')
      for (const row of (property.options ?? []) as INodePropertyCollection[]) yield* walk(row.values, `${at} > ${row.displayName} > `);
  }
}

const all = [
  ...walk(description.properties, ''),
  ...walk(new ZenodoTrigger().description.properties, 'trigger: '),
  ...walk(new ZenodoApi().properties, 'credential: '),
  ...walk(new ZenodoOAuth2Api().properties, 'OAuth2 credential: '),
];

test('fields are shown for values that the fields beside them have', () => {
  for (const [path, property, siblings] of all)
    for (const [field, values] of Object.entries({ ...property.displayOptions?.show, ...property.displayOptions?.hide })) {
      // A slash leads out of a collection, to the top of the form.
      const level = field.startsWith('/')
        ? all.filter(([at]) => at === `${path.split(': ')[0]}: Trigger On`).map(([, top]) => top)
        : siblings;
      const decided = level.filter((other) => other.name === field.replace(/^\//, ''));
      const known = decided.some(({ type }) => type === 'boolean') ? [true, false] : decided.flatMap(optionsOf).map(({ value }) => value);
      for (const value of values ?? []) expect(known, `${path}: ${field} = ${value}`).toContain(value);
    }
});

test('fields have a default, and one of their options when they have options', () => {
  for (const [path, property] of all) {
    expect(property, path).toHaveProperty('default');
    // A list that the host fills begins with nothing chosen.
    const known = property.typeOptions?.loadOptionsMethod ? [''] : optionsOf(property).map(({ value }) => value);
    if (property.type === 'options') expect(known, path).toContain(property.default);
  }
});

test('options have names and values of their own', () => {
  for (const [path, property] of all) {
    const options = property.type === 'options' ? optionsOf(property) : [];
    expect(new Set(options.map((option) => option.name)).size, path).toBe(options.length);
    expect(new Set(options.map((option) => option.value)).size, path).toBe(options.length);
  }
});

test('what is searched and loaded for a field is a method of the node', () => {
  const { listSearch, loadOptions } = new Zenodo().methods;
  for (const [path, property] of all) {
    const load = property.typeOptions?.loadOptionsMethod;
    if (load) expect(Object.keys(loadOptions), path).toContain(load);
    for (const { typeOptions } of property.modes ?? [])
      if (typeOptions?.searchListMethod) expect(Object.keys(listSearch), path).toContain(typeOptions.searchListMethod);
  }
});

test('each resource has operations, and each operation an action, a description and a file that executes it', () => {
  for (const resource of optionsOf(named('resource')[0])) {
    const choices = named('operation').filter((property) => property.displayOptions?.show?.['resource']?.includes(resource.value));
    expect(choices, resource.name).toHaveLength(1);
    for (const operation of optionsOf(choices[0])) {
      expect(operation.action, operation.name).toMatch(/^[A-Z][A-Za-z ]+$/);
      expect(operation.description, operation.name).toBeTruthy();
      expect(operations[String(resource.value)]?.[String(operation.value)], operation.name).toBeTypeOf('function');
    }
  }
});

test('publishing is not the default, and says that it cannot be undone', () => {
  for (const property of [...named('whenDone'), ...named('finish')]) {
    expect(property.default).toBe('leave');
    expect(optionsOf(property).find((option) => option.value === 'publish')?.description).toContain('cannot be undone');
  }
});

test.each([
  ['Zenodo', description],
  ['ZenodoTrigger', new ZenodoTrigger().description],
])('the codex file of %s names this package and the node', (name, { name: node }) => {
  const codex = JSON.parse(readFileSync(new URL(`../nodes/${name}/${name}.node.json`, import.meta.url), 'utf8')) as Record<string, unknown>;
  expect(codex['node']).toBe(`n8n-nodes-zenodo.${node}`);
  // With one of these n8n would hide the node from its main search.
  expect(codex).not.toHaveProperty('subcategories');
  expect(codex['categories']).not.toContain('AI');
});

test.each([new ZenodoApi(), new ZenodoOAuth2Api()])(
  '$displayName is tested by a call that Zenodo refuses to a stranger, with a cure',
  (credential) => {
    const { request, rules = [] } = credential.test;
    expect(request.url).toBe('/api/user/records');
    const told = new Map(rules.map(({ properties }) => [(properties as { value: number }).value, properties.message]));
    expect(told.get(403)).toContain('environment');
    expect(told.get(404)).toContain('Base URL');
  },
);

test('both nodes ask for one credential, which the field before it chooses', () => {
  for (const { credentials = [] } of [description, new ZenodoTrigger().description])
    expect(credentials.map(({ name, displayOptions }) => [name, displayOptions?.show])).toEqual([
      ['zenodoApi', { authentication: ['accessToken'] }],
      ['zenodoOAuth2Api', { authentication: ['oAuth2'] }],
    ]);
});
