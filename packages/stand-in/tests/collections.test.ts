import { describe, expect, test } from 'vitest';
import { type Ask, publishedRecord } from './_util/client.ts';
import { createCommunity, include } from './_util/communities.ts';
import { started } from './_util/started.ts';

const JSON_TYPE = 'application/json';
const asAdmin = (ask: Ask, method: string, path: string, json?: object) => ask(method, path, { as: 'admin', accept: JSON_TYPE, json });

/** A community with two records, a tree, a collection and one below it. */
async function sorted(ask: Ask): Promise<{ id: string; trees: string; peaks: string }> {
  const id = await createCommunity(ask, 'lab', { review_policy: 'open' });
  const peaks = await publishedRecord(ask, { title: 'Peaks of quartz' });
  for (const record of [peaks, await publishedRecord(ask, { title: 'Valleys of quartz' })]) await include(ask, record, id);
  const trees = `/api/communities/${id}/collection-trees`;
  await asAdmin(ask, 'POST', trees, { slug: 'minerals', title: 'Minerals' });
  await asAdmin(ask, 'POST', `${trees}/minerals/collections`, { slug: 'quartz', title: 'Quartz', search_query: 'metadata.title:quartz' });
  await asAdmin(ask, 'POST', `${trees}/minerals/collections/quartz`, {
    slug: 'peaks',
    title: 'Peaks',
    search_query: 'metadata.title:peaks',
  });
  return { id, trees, peaks };
}

describe('collections of a community', () => {
  test('hold what their queries find, below another one what both find', async () => {
    const { ask, zenodo } = await started();
    const { trees, peaks } = await sorted(ask);
    const { body } = await ask('GET', trees, { as: 'nobody', accept: JSON_TYPE });
    expect(body).toMatchObject({
      1: {
        slug: 'minerals',
        title: 'Minerals',
        order: 10,
        collections: [
          {
            root: 2,
            2: { slug: 'quartz', depth: 0, num_records: 2, children: [3], links: { search: `${zenodo.url}/api/collections/2/records` } },
            3: { slug: 'peaks', depth: 1, num_records: 1, search_query: 'metadata.title:peaks' },
          },
        ],
      },
    });
    for (const path of [`${trees}/minerals/collections/peaks/records`, '/api/collections/3/records'])
      expect((await ask('GET', path, { as: 'nobody' })).body.hits.hits.map(({ id }) => id)).toEqual([peaks]);
    expect((await ask('GET', '/api/collections/2/records?q=valleys')).body.hits.total).toBe(1);
    const one = await ask('GET', `${trees}/minerals/collections/peaks`, { accept: JSON_TYPE });
    expect(one.body).toMatchObject({ root: 3, 3: { breadcrumbs: [{ slug: 'quartz' }, { slug: 'peaks' }] } });
  });

  test('know the words of a record that nobody looked for yet', async () => {
    const { ask } = await started();
    const { id, trees } = await sorted(ask);
    await asAdmin(ask, 'POST', `${trees}/minerals/collections`, { slug: 'new', title: 'New', search_query: 'feldspar' });
    for (const path of ['/communities/lab/collections/minerals/new', '/api/collections/4/records']) {
      const record = await publishedRecord(ask, { title: `Feldspar ${path}` });
      await include(ask, record, id);
      expect((await ask('GET', path)).text).toContain(`Feldspar ${path}`);
    }
  });

  test.each(['created:soon', '10.5281/zenodo.1'])('cannot have the query %s, which no search would run', async (search_query) => {
    const { ask } = await started();
    const { trees } = await sorted(ask);
    const quartz = { slug: 'quartz', title: 'Quartz', search_query };
    const made = await asAdmin(ask, 'POST', `${trees}/minerals/collections`, { ...quartz, slug: 'odd' });
    expect([made.status, made.body.message]).toEqual([400, 'Invalid query string syntax.']);
    expect((await asAdmin(ask, 'PUT', `${trees}/minerals/collections/quartz`, quartz)).status).toBe(400);
    expect((await asAdmin(ask, 'GET', trees)).body).toMatchObject({
      1: { collections: [{ root: 2, 2: { search_query: 'metadata.title:quartz' } }] },
    });
  });

  test('are changed, moved and deleted from the leaves up, or all at once', async () => {
    const { ask } = await started();
    const { trees } = await sorted(ask);
    const all = `${trees}/minerals/collections`;
    const updated = await asAdmin(ask, 'PUT', `${all}/peaks`, { slug: 'tops', title: 'Tops', search_query: 'peaks', order: 5 });
    expect(updated.body).toMatchObject({ 3: { slug: 'tops', order: 5 } });
    expect((await asAdmin(ask, 'DELETE', `${all}/quartz`)).body.message).toBe(
      'Cannot delete collection until all children have been deleted.',
    );
    expect((await asAdmin(ask, 'DELETE', `${trees}/minerals`)).body.message).toBe(
      'Cannot delete collection tree until all collections have been deleted.',
    );
    await asAdmin(ask, 'POST', trees, { slug: 'places', title: 'Places', order: 1 });
    await asAdmin(ask, 'POST', `${trees}/reorder`, { order: [{ slug: 'minerals', order: 0 }] });
    expect((await asAdmin(ask, 'GET', `${trees}/minerals`)).body).toMatchObject({ order: 0 });
    expect((await asAdmin(ask, 'DELETE', `${all}/quartz?cascade=true`)).status).toBe(204);
    expect((await asAdmin(ask, 'DELETE', `${trees}/minerals`)).status).toBe(204);
    expect(Object.keys((await asAdmin(ask, 'GET', trees)).body)).toHaveLength(1);
  });

  test('are an administrator’s to make, and refused where they cannot stand', async () => {
    const { ask } = await started();
    const { trees } = await sorted(ask);
    expect((await ask('POST', trees, { accept: JSON_TYPE, json: { slug: 'x', title: 'X' } })).status).toBe(403);
    expect((await asAdmin(ask, 'POST', trees, { slug: 'minerals', title: 'Again' })).status).toBe(409);
    const deep = { slug: 'deep', title: 'Deep', search_query: 'x' };
    expect((await asAdmin(ask, 'POST', `${trees}/minerals/collections/peaks`, deep)).status).toBe(400);
    const wrong = await asAdmin(ask, 'POST', `${trees}/minerals/collections`, { slug: 'a b', title: '', search_query: '("x"', order: -1 });
    expect(wrong.body.errors).toEqual([
      { field: 'slug', messages: ['Slug: letters, numbers, underscores, or hyphens only.'] },
      { field: 'title', messages: ['Length must be between 1 and 255.'] },
      { field: 'order', messages: ['Order must be non-negative.'] },
      { field: 'search_query', messages: ['Invalid search query: brackets or quotes are not closed.'] },
    ]);
    expect((await asAdmin(ask, 'GET', `${trees}/frob`)).body.message).toBe('Collection tree was not found.');
    expect((await asAdmin(ask, 'GET', '/api/collections/77/records')).body.message).toBe('Collection was not found.');
  });
});
