import { useStandIn } from '@zenodo-connect/stand-in/vitest';
import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';
import { describe, expect, test } from 'vitest';
import { Zenodo } from '../nodes/Zenodo/Zenodo.node.ts';
import { context } from './_context.mts';
import { fields, located, outcome, published } from './_node.mts';

const zenodo = useStandIn();
const { listSearch, loadOptions } = new Zenodo().methods;

const form = () => context({ url: zenodo.url, token: zenodo.tokens.owner, parameters: {} }) as unknown as ILoadOptionsFunctions;
const search = (name: keyof typeof listSearch, typed?: string, page?: string): Promise<INodeListSearchResult> =>
  listSearch[name].call(form(), typed, page);
const names = ({ results }: INodeListSearchResult) => results.map(({ name }) => name);

describe('the list of records', () => {
  test('begins with own records, and finds those of others by the beginning of a word', async () => {
    const { id } = await published(zenodo, 'Quartz at 300 K');
    await zenodo.seed({ as: 'other', records: [{ metadata: { title: 'Beetles of Samoa' } }] });
    expect(names(await search('searchRecords'))).toEqual([`Quartz at 300 K (${id})`]);
    expect(names(await search('searchRecords', 'beet samoa'))).toEqual([expect.stringContaining('Beetles of Samoa') as string]);
  });

  test('goes on page by page', async () => {
    await zenodo.seed({ as: 'owner', records: 30 });
    const first = await search('searchRecords');
    const second = await search('searchRecords', '', String(first.paginationToken));
    expect([first.results.length, second.results.length, second.paginationToken]).toEqual([25, 5, undefined]);
  });

  test.each(['"', 'a AND (', 'x:y', '10.5281/zenodo.1', '***', '\\'])('takes whatever is typed: %s', async (typed) => {
    await expect(search('searchRecords', typed)).resolves.toHaveProperty('results');
  });
});

test('the list of drafts has no records', async () => {
  await published(zenodo, 'Quartz published');
  const { id } = await outcome(zenodo, 'draft', 'create', fields('Quartz in work'));
  expect(await search('searchDrafts', 'quartz')).toMatchObject({ results: [{ value: id, name: `Quartz in work (${id})` }] });
});

test('the list of communities gives their names in addresses', async () => {
  await zenodo.seed({ communities: ['crystals'] });
  expect(await search('searchCommunities', 'cryst')).toMatchObject({ results: [{ value: 'crystals', url: expect.any(String) as string }] });
});

test('the list of requests has those that are open', async () => {
  await zenodo.seed({ as: 'other', communities: ['crystals'] });
  const { id } = await published(zenodo, 'Quartz');
  const asked = await outcome(zenodo, 'community', 'addRecord', { communityId: located('crystals'), recordId: located(id) });
  expect(await search('searchRequests')).toMatchObject({ results: [{ value: asked['requestId'], name: 'Quartz (community-inclusion)' }] });
});

test.each<[keyof typeof listSearch, string, string]>([
  ['searchLicenses', 'attribution', 'cc-by-4.0'],
  ['searchLanguages', 'english', 'eng'],
  ['searchFunders', 'european commission', '00k4n6c32'],
  ['searchAwards', '', '::'],
])('%s finds "%s"', async (name, typed, value) => {
  const { results } = await search(name, typed);
  expect(results.map((one) => String(one.value)).join(' ')).toContain(value);
});

test('a name that begins with what was typed comes before those that only have it in them', async () => {
  expect((await search('searchLanguages', 'engl')).results[0]).toEqual({ name: 'English (eng)', value: 'eng' });
});

test('a list that Zenodo refuses says why in the words of the node', async () => {
  const stranger = context({ url: zenodo.url, token: 'not-a-token', parameters: {} }) as unknown as ILoadOptionsFunctions;
  await expect(listSearch.searchDrafts.call(stranger)).rejects.toThrow('Zenodo did not accept the access token');
});

test.each<[keyof typeof loadOptions, string]>([
  ['getResourceTypes', 'dataset'],
  ['getContributorRoles', 'supervisor'],
  ['getDateTypes', 'collected'],
  ['getRelationTypes', 'cites'],
  ['getCommunityTypes', 'topic'],
])('%s loads the list of the host, once for all fields', async (name, value) => {
  const options = await loadOptions[name].call(form());
  await loadOptions[name].call(form());
  expect(options.map((one) => one.value)).toContain(value);
  expect(options.map((one) => one.name)).toEqual(options.map((one) => one.name).toSorted((a, b) => a.localeCompare(b, 'en')));
  expect(zenodo.calls.filter(({ path }) => path.startsWith('/api/vocabularies'))).toHaveLength(1);
});
