import { readFileSync } from 'node:fs';
import type { INodeProperties, INodePropertyCollection, INodePropertyOptions } from 'n8n-workflow';
import { describe, expect, test } from 'vitest';
import { ZenodoApi } from '../credentials/ZenodoApi.credentials.ts';
import { operations } from '../nodes/Zenodo/actions/operations.ts';
import { Zenodo } from '../nodes/Zenodo/Zenodo.node.ts';

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

const all = [...walk(description.properties, ''), ...walk(new ZenodoApi().properties, 'credential: ')];

describe.each(all)('%s', (_path, property, siblings) => {
  test('is shown for values that its fields have', () => {
    for (const [field, values] of Object.entries({ ...property.displayOptions?.show, ...property.displayOptions?.hide })) {
      const decided = siblings.filter((other) => other.name === field).flatMap(optionsOf);
      const known = siblings.some((other) => other.name === field && other.type === 'boolean')
        ? [true, false]
        : decided.map(({ value }) => value);
      for (const value of values ?? []) expect(known, `${field} = ${value}`).toContain(value);
    }
  });

  test('has a default, and one of its options when it has options', () => {
    expect(property).toHaveProperty('default');
    // A list that the host fills begins with nothing chosen.
    const isLoaded = property.typeOptions?.loadOptionsMethod !== undefined;
    if (property.type === 'options')
      expect(isLoaded ? [''] : optionsOf(property).map((option) => option.value)).toContain(property.default);
  });

  test('has options with names of their own', () => {
    const options = property.type === 'options' ? optionsOf(property) : [];
    expect(new Set(options.map((option) => option.name)).size).toBe(options.length);
    expect(new Set(options.map((option) => option.value)).size).toBe(options.length);
  });
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

test('every name in the codex file is this package', () => {
  const codex = JSON.parse(readFileSync(new URL('../nodes/Zenodo/Zenodo.node.json', import.meta.url), 'utf8')) as { node: string };
  expect(codex.node).toBe(`n8n-nodes-zenodo.${description.name}`);
});

test('the credential is tested by a call that Zenodo refuses to a stranger, with a cure for the 403', () => {
  const { test: probe } = new ZenodoApi();
  expect(probe.request.url).toBe('/api/user/records');
  expect(probe.rules?.[0]?.properties).toMatchObject({ value: 403, message: expect.stringContaining('environment') as string });
});
