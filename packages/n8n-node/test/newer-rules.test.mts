/** Rules of n8n's main branch that its released lint does not know yet; a next release of it judges the package by them. */
import { readFileSync } from 'node:fs';
import type { INodeProperties, INodePropertyCollection } from 'n8n-workflow';
import { describe, expect, test } from 'vitest';
import { Zenodo } from '../nodes/Zenodo/Zenodo.node.ts';
import { ZenodoTrigger } from '../nodes/ZenodoTrigger/ZenodoTrigger.node.ts';

const at = (path: string) => readFileSync(new URL(`../${path}`, import.meta.url), 'utf8');
const nodes = [new Zenodo(), new ZenodoTrigger()].map(({ description }) => description);

function* every(properties: readonly INodeProperties[]): Generator<INodeProperties> {
  for (const property of properties) {
    yield property;
    if (property.type === 'collection') yield* every((property.options ?? []) as INodeProperties[]);
    if (property.type === 'fixedCollection')
      for (const row of (property.options ?? []) as INodePropertyCollection[]) yield* every(row.values);
  }
}

const categories = [
  'Data & Storage',
  'Finance & Accounting',
  'Marketing & Content',
  'Productivity',
  'Miscellaneous',
  'Sales',
  'Development',
  'Analytics',
  'Communication',
  'Utility',
];
/** Fields at the top that need no value: n8n's own pattern for lists, and choices that decide what else is shown. */
const choosing = ['resource', 'operation', 'authentication', 'returnAll', 'limit', 'publicationDate'];

describe.each(nodes)('$displayName', ({ name, properties, credentials = [] }) => {
  test('asks for one credential at a time, chosen by one field', () => {
    const ways = credentials.map(({ displayOptions }) => displayOptions?.show?.['authentication'] ?? []);
    expect(ways.every((way) => way.length === 1)).toBe(true);
    expect(new Set(ways.flat()).size).toBe(credentials.length);
  });

  test('has hints that fit on a line', () => {
    for (const { hint = '', displayName } of every(properties)) expect(hint.length, displayName).toBeLessThanOrEqual(120);
  });

  test('has what is not needed in a collection', () => {
    const loose = properties.filter(
      ({ type, required, name: field, displayOptions }) =>
        !required &&
        !['collection', 'fixedCollection', 'notice', 'options', 'boolean'].includes(type) &&
        !choosing.includes(field) &&
        displayOptions?.show?.['event'] === undefined,
    );
    expect(loose.map(({ displayName }) => displayName)).toEqual([]);
  });

  test('has no JSON at the top that may be left out', () => {
    expect(properties.filter(({ type, required }) => type === 'json' && !required).map(({ displayName }) => displayName)).toEqual([]);
  });

  test('has no hint for builders, with which n8n would refuse the node', () => {
    for (const property of every(properties)) expect(property).not.toHaveProperty('builderHint');
  });

  test('has categories that n8n knows', () => {
    const folder = name === 'zenodo' ? 'Zenodo' : 'ZenodoTrigger';
    const codex = JSON.parse(at(`nodes/${folder}/${folder}.node.json`)) as { categories: string[] };
    // Either would take the node out of the main search of the panel.
    expect(codex.categories).not.toContain('AI');
    expect(codex).not.toHaveProperty('subcategories');
    for (const category of codex.categories) expect(categories).toContain(category);
  });
});

test('the package names a repository of its own, no folder within one', () => {
  const { repository } = JSON.parse(at('package.json')) as { repository: object };
  expect(repository).not.toHaveProperty('directory');
});

test.each([
  ['icons/zenodo.svg', '#ffffff'],
  ['icons/zenodo.dark.svg', '#2b2b2b'],
])('%s stands out from its ground', (file, ground) => {
  const [, colour = ''] = /stroke="(#[0-9a-f]{6})"/.exec(at(file)) ?? [];
  expect(contrast(colour, ground)).toBeGreaterThan(3);
});

/** By WCAG: from 1 to 21. */
function contrast(one: string, other: string): number {
  const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

function luminance(colour: string): number {
  const [red, green, blue] = [1, 3, 5].map((place) => {
    const part = Number.parseInt(colour.slice(place, place + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
