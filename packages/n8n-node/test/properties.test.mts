import { type StandIn, startStandIn } from '@zenodo-connect/stand-in';
import type { INodeParameters, INodeProperties, INodePropertyCollection, INodePropertyOptions } from 'n8n-workflow';
import { NodeHelpers } from 'n8n-workflow';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Zenodo } from '../nodes/Zenodo/Zenodo.node.ts';
import { asked, fields, file, located, outcome, published, run } from './_node.mts';

const { description } = new Zenodo();
// The credential is chosen by n8n itself.
const properties = description.properties.filter(({ name }) => name !== 'authentication');
const optionsOf = (property: INodeProperties) => (property.options ?? []) as INodePropertyOptions[];
const isShown = (property: INodeProperties, values: object) =>
  NodeHelpers.displayParameter(values as INodeParameters, property, null, description);

let zenodo: StandIn;
beforeAll(async () => {
  zenodo = await startStandIn({ port: 0 });
  await zenodo.seed({ as: 'other', communities: ['crystals'] });
});
afterAll(() => zenodo.close());

/** A value that each field takes, by its name, for one of a collection with the collection's before it. */
const values: Readonly<Record<string, unknown>> = {
  after: '2026-01-01',
  affiliation: 'Sorbonne',
  award: located(''),
  before: '2026-12-31',
  binaryFields: 'data',
  community: located('crystals'),
  communityId: located('crystals'),
  dataciteUrl: '',
  date: '2026-03',
  dryRun: false,
  embargoReason: 'Under review',
  embargoUntil: '2099-01-31',
  fileAccess: 'restricted',
  fileName: 'a.csv',
  files: '*',
  funder: located('00k4n6c32'),
  id: located('eng'),
  identifier: '10.1234/abc',
  key: '',
  license: located('cc-by-4.0'),
  metadataJson: JSON.stringify({
    title: 'From JSON',
    resource_type: { id: 'dataset' },
    creators: [{ person_or_org: { type: 'personal', family_name: 'C' } }],
  }),
  minutes: 0,
  orcid: '0000-0002-1825-0097',
  publicationDate: '2026-11-25',
  'filters.query': 'quartz',
  query: 'metadata.title:quartz',
  relation: 'cites',
  resourceType: 'dataset',
  role: 'supervisor',
  style: 'apa',
  asFile: true,
  'dates.type': 'collected',
  'filters.type': '',
  'textFiles.fileName': 'notes.txt',
};

/** Every field of a form filled, those of collections too; people once as a person and once as an organization. */
function filled(property: INodeProperties, within = ''): unknown {
  // Zenodo takes a DOI once.
  if (property.name === 'customDoi') return `10.1234/data-${zenodo.calls.length}`;
  const own = values[`${within}${property.name}`] ?? values[property.name];
  if (own !== undefined) return own;
  if (property.type === 'collection')
    return Object.fromEntries((property.options as INodeProperties[]).map((one) => [one.name, filled(one, `${property.name}.`)]));
  if (property.type === 'fixedCollection')
    return Object.fromEntries(
      (property.options as INodePropertyCollection[]).map((rows) => [rows.name, rowsOf(rows, `${property.name}.`)]),
    );
  return property.default === '' ? `some ${property.name}` : property.default;
}

function rowsOf({ values: cells }: INodePropertyCollection, within: string): object[] {
  const row = Object.fromEntries(cells.map((cell) => [cell.name, filled(cell, within)]));
  const isPerson = cells.some(({ name }) => name === 'familyName');
  return isPerson ? ['personal', 'organizational'].map((type) => ({ ...row, type })) : [row];
}

type World = Readonly<Record<string, unknown>>;

/** All combinations of the choices that decide which fields are shown. */
function* worldsOf(resource: string, operation: string): Generator<World> {
  let worlds: World[] = [{ resource, operation }];
  const deciding = new Set(properties.flatMap(({ displayOptions }) => Object.keys(displayOptions?.show ?? {})));
  for (const property of properties) {
    if (!deciding.has(property.name) || property.name === 'resource' || property.name === 'operation') continue;
    const choices = property.type === 'boolean' ? [false, true] : optionsOf(property).map(({ value }) => value);
    worlds = worlds.flatMap((world) =>
      isShown(property, world) ? choices.map((choice) => ({ ...world, [property.name]: choice })) : [world],
    );
  }
  yield* worlds;
}

/** Leaves of what is shown: each field, and each part of a collection. */
function* leaves(property: INodeProperties, path: string): Generator<string> {
  if (property.type === 'collection') for (const one of property.options as INodeProperties[]) yield* leaves(one, `${path}.${one.name}`);
  else if (property.type === 'fixedCollection')
    for (const rows of property.options as INodePropertyCollection[])
      for (const cell of rows.values) yield* leaves(cell, `${path}.${rows.name}.${cell.name}`);
  else yield path;
}

const operations = optionsOf(properties.find(({ name }) => name === 'resource') as INodeProperties).flatMap(({ value: resource }) =>
  properties
    .filter(({ name, displayOptions }) => name === 'operation' && displayOptions?.show?.['resource']?.includes(resource))
    .flatMap((choice) => optionsOf(choice).map(({ value }) => [String(resource), String(value)] as const)),
);

/** What an operation of that name is done to, fresh for each world. */
async function subjects(resource: string, operation: string): Promise<World> {
  const record = await published(zenodo, `Quartz ${zenodo.calls.length}`, `bytes ${zenodo.calls.length}`);
  const items = [{ json: {}, binary: file('a.csv', `more ${zenodo.calls.length}`) ?? {} }];
  const made = await outcome(zenodo, 'draft', 'create', { ...fields(), options: { key: `${zenodo.calls.length}` } });
  if (operation !== 'upload') await run(zenodo, 'file', 'upload', { draftId: located(made['id']) }, { items });
  const known = { recordId: located(record['id']), draftId: located(made['id']), ids: [record['id']] };
  if (operation === 'importPrevious') {
    const { body } = await asked(zenodo, `/records/${record['id']}/versions`, { method: 'POST' });
    return { ...known, draftId: located((body as Record<string, unknown>)['id']) };
  }
  if (resource !== 'request') return known;
  const request = await outcome(zenodo, 'draft', 'submit', { draftId: located(made['id']), communityId: located('crystals') });
  return { ...known, requestId: located(request['id']) };
}

const isCurators = (resource: string, operation: string) => resource === 'request' && /^(accept|decline|getAll)$/.test(operation);

describe.each(operations)('%s %s', (resource, operation) => {
  const worlds = [...worldsOf(resource, operation)];

  test('works in every combination of what can be chosen, and reads every field that is shown then', async () => {
    const unread = new Map<string, number>();
    for (const world of worlds) {
      const known = await subjects(resource, operation);
      const shown = properties.filter(
        (property) => property.name !== 'resource' && property.name !== 'operation' && isShown(property, world),
      );
      const parameters = Object.fromEntries(shown.map((one) => [one.name, world[one.name] ?? known[one.name] ?? filled(one)]));
      if ('options' in parameters && resource === 'record' && operation === 'awaitDoi')
        parameters['options'] = { ...(parameters['options'] as object), dataciteUrl: zenodo.url };
      const read = new Set<string>();
      const items = [{ json: {}, binary: file(`${zenodo.calls.length}.csv`, `own ${zenodo.calls.length}`) ?? {} }];
      const token = isCurators(resource, operation) ? zenodo.tokens.other : zenodo.tokens.owner;
      const output = await run(
        zenodo,
        resource,
        operation,
        { ...world, ...parameters },
        { items, token, onRead: (name) => read.add(name) },
      );
      expect(output.every(({ pairedItem }) => JSON.stringify(pairedItem) === '{"item":0}')).toBe(true);
      for (const { json } of output) expect(Object.keys(json).length, 'fields of a simplified output').toBeLessThanOrEqual(10);
      for (const property of shown) {
        for (const leaf of leaves(property, property.name)) {
          const isDecided = !leaf.includes('.');
          if (read.has(leaf)) unread.set(leaf, -1);
          else if (isDecided) expect([...read], `${leaf} in ${JSON.stringify(world)}`).toContain(leaf);
          else if (unread.get(leaf) !== -1) unread.set(leaf, 1);
        }
      }
    }
    expect([...unread].filter(([, state]) => state === 1).map(([leaf]) => leaf)).toEqual([]);
  }, 120_000);
});

test('every field is shown in some combination', () => {
  const worlds = operations.flatMap(([resource, operation]) => [...worldsOf(resource, operation)]);
  const hidden = properties.filter((property) => !worlds.some((world) => isShown(property, world)));
  expect(hidden.map(({ displayName }) => displayName)).toEqual([]);
});
