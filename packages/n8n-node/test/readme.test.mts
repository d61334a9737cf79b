import { readFileSync } from 'node:fs';
import type { INodePropertyOptions } from 'n8n-workflow';
import { expect, test } from 'vitest';
import { Zenodo } from '../nodes/Zenodo/Zenodo.node.ts';

const at = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8');
const { nodes } = JSON.parse(at('../examples/file-to-doi.json')) as { nodes: { type: string; parameters: Record<string, unknown> }[] };
const example = nodes.find(({ type }) => type === 'n8n-nodes-zenodo.zenodo')?.parameters;

// tools/n8n/n8n.real.test.mjs imports the example into a real n8n and runs it.
test('the node that the README shows is the one of the example, but for the sample in its title', () => {
  const shown = JSON.parse(/```json\n([\s\S]+?)```/.exec(at('../README.md'))?.[1] ?? '') as Record<string, unknown>;
  expect({ ...shown, title: '' }).toEqual({ ...example, title: '' });
});

test('the example sets only parameters that the node has', () => {
  const names = new Set(new Zenodo().description.properties.map(({ name }) => name));
  for (const name of Object.keys(example ?? {})) expect(names).toContain(name);
});

test('the table of the README has each operation under its resource', () => {
  const table = [...at('../README.md').matchAll(/^\| (\w*) +\| ([^|]+?) +\| [^|]+\|$/gm)].map(([, resource, operation]) => [
    resource,
    operation,
  ]);
  const known: string[] = [];
  let resource = '';
  for (const [named, operation] of table) {
    resource = named || resource;
    known.push(`${resource}: ${operation}`);
  }
  const { properties } = new Zenodo().description;
  const names = (property: (typeof properties)[number] | undefined) => (property?.options ?? []) as INodePropertyOptions[];
  const there = names(properties.find(({ name }) => name === 'resource')).flatMap(({ name, value }) =>
    properties
      .filter((one) => one.name === 'operation' && one.displayOptions?.show?.['resource']?.includes(value))
      .flatMap((one) => names(one).map((operation) => `${name}: ${operation.name}`)),
  );
  expect(known).toEqual(expect.arrayContaining(there));
});
