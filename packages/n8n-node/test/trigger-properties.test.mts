import { startStandIn } from '@zenodo-connect/stand-in';
import type { IDataObject, INodeParameters, INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import { NodeHelpers } from 'n8n-workflow';
import { expect, test } from 'vitest';
import { ZenodoTrigger } from '../nodes/ZenodoTrigger/ZenodoTrigger.node.ts';
import { located } from './_node.mts';
import { poll } from './_poll.mts';

const { description } = new ZenodoTrigger();
const properties = description.properties.filter(({ name }) => name !== 'authentication');
const isShown = (property: INodeProperties, values: object) =>
  NodeHelpers.displayParameter(values as INodeParameters, property, null, description);
const optionsOf = (property: INodeProperties) => (property.options ?? []) as INodePropertyOptions[];

/** Each event at each place that the form offers for it. */
const worlds: IDataObject[] = optionsOf(properties.find(({ name }) => name === 'event')!).flatMap(({ value: event }) => {
  const place = properties.find((property) => property.name === 'watched' && isShown(property, { event }));
  return place ? optionsOf(place).map(({ value }) => ({ event, watched: value })) : [{ event }];
});

test('every field of the trigger is shown for some event', () => {
  const hidden = properties.filter((property) => !worlds.some((world) => isShown(property, world)));
  expect(hidden.map(({ displayName }) => displayName)).toEqual([]);
});

test.each(worlds)('every field that is shown for %o is read', async (world) => {
  await using zenodo = await startStandIn();
  await zenodo.seed({ as: 'owner', communities: ['crystals'] });
  const values: IDataObject = { ...world, communityId: located('crystals'), dois: '10.5281/zenodo.1', records: '404', query: 'quartz' };
  const shown = properties.filter((property) => isShown(property, world));
  const parameters: IDataObject = { options: { dataciteUrl: zenodo.url } };
  for (const { name } of shown) parameters[name] ??= values[name];
  const read = new Set<string>();
  const polled = poll({ url: zenodo.url, token: zenodo.tokens.owner, parameters, onRead: (name) => read.add(name) });
  // The one record that is named is not there, which is told after all fields were read.
  if (world['watched'] === 'records') await expect(polled).rejects.toThrow('Zenodo has nothing under 404');
  else await polled;
  for (const { name, type, options = [] } of shown)
    for (const field of type === 'collection' ? options.map((one) => `${name}.${one.name}`) : [name]) expect([...read]).toContain(field);
});
