import { fileFromBuffer, Zenodo } from '@zenodo-connect/core';
import { type StandIn, startStandIn } from '@zenodo-connect/stand-in';
import type { IDataObject } from 'n8n-workflow';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { poll } from './_poll.mts';

let zenodo: StandIn;
let client: Zenodo;
beforeEach(async () => {
  // Only the clock is ours: a poll a minute, without the minute.
  vi.useFakeTimers({ toFake: ['Date'] });
  zenodo = await startStandIn();
  client = new Zenodo({ baseUrl: zenodo.url, dataciteUrl: zenodo.url, token: zenodo.tokens.owner });
});
afterEach(async () => {
  vi.useRealTimers();
  await zenodo.close();
});

const metadata = {
  title: 'Untitled',
  resource_type: { id: 'dataset' },
  creators: [{ person_or_org: { type: 'personal', family_name: 'Curie' } }],
  publication_date: '2026-11-25',
  publisher: 'Zenodo',
} as const;
const minute = () => vi.setSystemTime(Date.now() + 60_000);

async function publish(title: string, more: object = {}) {
  const draft = await client.drafts.create({ metadata: { ...metadata, title }, ...more });
  await client.files.upload(draft.id, fileFromBuffer('a.txt', title));
  return client.drafts.publish(draft.id);
}
async function publishVersion(id: string) {
  const next = await client.versions.create(id);
  await client.files.importFromPrevious(next.id);
  await client.drafts.update(next.id, { metadata: { publication_date: '2026-11-25' } });
  return client.drafts.publish(next.id);
}
async function rename(id: string, title: string) {
  await client.drafts.edit(id);
  await client.drafts.update(id, { metadata: { title } });
  return client.drafts.publish(id);
}

/** A trigger with what n8n keeps for it. */
function trigger(parameters: IDataObject, token = zenodo.tokens.owner) {
  const kept: IDataObject = {};
  const given = { url: zenodo.url, token, parameters, kept };
  return {
    kept,
    poll: async () => {
      minute();
      return poll(given);
    },
    /** Polls for so many minutes. */
    over: async (minutes: number) => {
      const items: IDataObject[] = [];
      for (let at = 0; at < minutes; at++) {
        minute();
        items.push(...((await poll(given)) ?? []));
      }
      return items;
    },
    test: () => poll({ ...given, mode: 'manual' }),
  };
}

describe('Zenodo Trigger', () => {
  test('tells of nothing that was there before it', async () => {
    await publish('From before');
    expect(await trigger({ event: 'newRecord' }).over(5)).toEqual([]);
  });

  test('tells of a new record once, in ten fields', async () => {
    const news = trigger({ event: 'newRecord' });
    await news.poll();
    const record = await publish('New');
    const told = await news.over(5);
    expect(told).toEqual([
      {
        event: 'record.published',
        eventId: expect.stringMatching(/^evt_/) as string,
        time: expect.any(String) as string,
        id: record.id,
        conceptId: record.parent.id,
        doi: record.pids['doi']!.identifier,
        conceptDoi: record.parent.pids!['doi']!.identifier,
        title: 'New',
        url: `${zenodo.url}/records/${record.id}`,
        version: 1,
      },
    ]);
  });

  test('tells only of what its search finds', async () => {
    const news = trigger({ event: 'newRecord', query: 'metadata.title:coral' });
    await news.poll();
    await publish('About sand');
    const wanted = await publish('About coral');
    expect((await news.over(3)).map(({ id }) => id)).toEqual([wanted.id]);
  });

  test('gives the whole event, and its files, where that is wanted', async () => {
    const news = trigger({ event: 'newOwnRecord', options: { simplify: false, includeFiles: true } });
    await news.poll();
    const record = await publish('Whole');
    const [told] = await news.over(3);
    expect(told).toMatchObject({ specversion: '1.0', type: 'record.published', data: { after: { id: record.id } } });
    expect(told?.['files']).toEqual([{ key: 'a.txt', size: 5, checksum: expect.stringMatching(/^md5:/) as string }]);
  });

  test('goes on after a restart with what happened meanwhile: nothing is lost, nothing comes twice', async () => {
    const news = trigger({ event: 'newOwnRecord' });
    await news.poll();
    await publish('Before');
    const first = await news.over(3);
    await publish('While it was off');
    vi.setSystemTime(Date.now() + 3 * 86_400_000);
    const later = await news.over(3);
    expect([...first, ...later].map(({ title }) => title)).toEqual(['Before', 'While it was off']);
  });

  test('tells again what was not stored, because n8n ended before it had', async () => {
    const news = trigger({ event: 'newOwnRecord' });
    await news.poll();
    const before = structuredClone(news.kept);
    await publish('Lost on the way');
    const first = await news.over(2);
    Object.assign(news.kept, before);
    const again = await news.over(2);
    expect(again).toEqual(first);
  });

  test('keeps what is over the limit for the next poll', async () => {
    const news = trigger({ event: 'newOwnRecord', options: { most: 2 } });
    await news.poll();
    for (const title of ['One', 'Two', 'Three']) await publish(title);
    expect((await news.poll())?.map(({ title }) => title)).toEqual(['One', 'Two']);
    expect((await news.poll())?.map(({ title }) => title)).toEqual(['Three']);
    expect(await news.poll()).toBeNull();
  });

  test('tells of a later version of certain records, given as an ID, an address or a DOI', async () => {
    const [a, b, c] = [await publish('Work A'), await publish('Work B'), await publish('Work C')];
    const records = `${a.id}, ${zenodo.url}/records/${b.id}\n${c.parent.pids!['doi']!.identifier}`;
    const news = trigger({ event: 'newVersion', watched: 'records', records });
    await news.over(3);
    const version = await publishVersion(c.id);
    await publish('Somebody else');
    expect(await news.over(3)).toMatchObject([{ event: 'version.published', id: version.id, version: 2, title: 'Work C' }]);
  });

  test('goes on with what it knows when a record joins the list', async () => {
    const [a, b] = [await publish('Work A'), await publish('Work B')];
    const parameters: IDataObject = { event: 'newVersion', watched: 'records', records: a.id };
    const news = trigger(parameters);
    await news.over(2);
    const version = await publishVersion(a.id);
    parameters['records'] = `${a.id}, ${b.id}`;
    expect((await news.over(3)).map(({ id }) => id)).toEqual([version.id]);
  });

  test('names what changed in a record', async () => {
    const record = await publish('Before');
    const news = trigger({ event: 'recordChanged', watched: 'own' });
    await news.over(5);
    await rename(record.id, 'After');
    expect(await news.over(4)).toMatchObject([{ event: 'metadata.changed', id: record.id, title: 'After', changed: ['metadata.title'] }]);
  });

  test('tells of a deletion after two looks', async () => {
    const record = await publish('To go');
    const news = trigger({ event: 'recordDeleted', watched: 'records', records: record.id });
    await news.over(3);
    await fetch(`${zenodo.url}/api/records/${record.id}/delete`, {
      method: 'DELETE',
      headers: { authorization: `Bearer ${zenodo.tokens.admin}`, 'content-type': 'application/json' },
      body: JSON.stringify({ removal_reason: { id: 'retracted' } }),
    });
    expect(await news.over(60)).toMatchObject([{ event: 'record.deleted', id: record.id, title: 'To go' }]);
  });

  test('tells of an embargo that ends soon, once, with the days that are left', async () => {
    const until = new Date(Date.now() + 5 * 86_400_000).toISOString().slice(0, 10);
    const closed = { access: { record: 'public', files: 'restricted', embargo: { active: true, until } } };
    const news = trigger({ event: 'embargoEnding', watched: 'own', options: { days: 10 } });
    await news.poll();
    const record = await publish('Closed for now', closed);
    expect(await news.over(4)).toMatchObject([{ event: 'embargo.ending', id: record.id, title: 'Closed for now', until, daysLeft: 5 }]);
  });

  test('tells of a DOI when DataCite shows it', async () => {
    zenodo.faults.doiDelayMs = 5 * 60_000;
    const news = trigger({ event: 'doiFindable', watched: 'own', options: { dataciteUrl: zenodo.url } });
    await news.poll();
    const record = await publish('Findable soon');
    expect(await news.over(2)).toEqual([]);
    const told = await news.over(40);
    expect(told).toContainEqual(expect.objectContaining({ event: 'doi.findable', doi: record.pids['doi']!.identifier, id: record.id }));
  });

  test('tells of a request and of the decision, to the curator and to who asked', async () => {
    const other = new Zenodo({ baseUrl: zenodo.url, token: zenodo.tokens.other });
    const { id } = await other.communities.create({ slug: 'review', metadata: { title: 'Review' }, access: { visibility: 'public' } });
    const curator = trigger(
      { event: 'requestCreated', watched: 'community', communityId: { __rl: true, mode: 'id', value: 'review' } },
      zenodo.tokens.other,
    );
    const author = trigger({ event: 'requestDecided', watched: 'own' });
    const inside = trigger({
      event: 'newRecordInCommunity',
      communityId: { __rl: true, mode: 'url', value: `${zenodo.url}/communities/review` },
    });
    await curator.poll();
    await author.poll();
    await inside.over(2);
    const draft = await client.drafts.create({ metadata: { ...metadata, title: 'For review' } });
    await client.files.upload(draft.id, fileFromBuffer('a.txt', 'a'));
    await client.reviews.set(draft.id, id);
    const request = await client.reviews.submit(draft.id);
    const submitted = { id: request.id, title: 'For review', recordId: draft.id, status: 'submitted' };
    expect(await curator.over(3)).toMatchObject([{ event: 'community.request.submitted', ...submitted }]);
    await other.requests.accept(request.id);
    expect(await author.over(3)).toMatchObject([{ event: 'community.request.accepted', id: request.id, status: 'accepted' }]);
    expect(await inside.over(3)).toMatchObject([{ event: 'community.record.added', id: draft.id, title: 'For review' }]);
  });
});

describe('a test by hand', () => {
  test('gives one real item, and leaves the watch as it was', async () => {
    await publish('From before');
    const record = await publish('The newest');
    const news = trigger({ event: 'newRecord' });
    expect(await news.test()).toMatchObject([{ event: 'record.published', id: record.id, title: 'The newest' }]);
    expect(news.kept).toEqual({});
  });

  test('says that there is nothing, and what to do', async () => {
    await expect(trigger({ event: 'newOwnRecord' }).test()).rejects.toMatchObject({
      message: 'No data with the current filter could be found',
      description: expect.stringContaining('wider search') as string,
    });
  });
});

describe('what goes wrong', () => {
  test('a wrong token stops the first poll with its causes, so that n8n does not activate', async () => {
    await expect(trigger({ event: 'newOwnRecord' }, 'wrong').poll()).rejects.toMatchObject({
      message: 'Zenodo did not accept the access token',
      httpCode: '403',
      failure: { cause: 'credential-invalid' },
    });
  });

  test('a Zenodo that is away for a poll or two is no news; the third is told, and then all comes', async () => {
    const news = trigger({ event: 'newOwnRecord' });
    await news.poll();
    zenodo.faults.answer({ path: '/api/user/records', times: 3 }, { status: 503 });
    await publish('Meanwhile');
    expect(await news.over(1)).toEqual([]);
    let failure: unknown;
    const told: IDataObject[] = [];
    for (let at = 0; at < 10 && told.length === 0; at++)
      await news.over(1).then(
        (items) => told.push(...items),
        (error: unknown) => (failure = error),
      );
    expect(failure).toMatchObject({ httpCode: '503', failure: { cause: 'temporarily-unavailable' } });
    expect(told.map(({ title }) => title)).toEqual(['Meanwhile']);
  });

  test.each([
    [{ event: 'newVersion', watched: 'records', records: '' }, "'Record IDs' is missing"],
    [{ event: 'newVersion', watched: 'records', records: 'not/a/record' }, "'not/a/record' in 'Record IDs' is no record"],
    [{ event: 'newVersion', watched: 'records', records: '404' }, 'Zenodo has nothing under 404'],
    [{ event: 'doiFindable', watched: 'dois', dois: '12' }, "'12' in 'DOIs' is no DOI"],
    [{ event: 'doiFindable', watched: 'own' }, "'DataCite URL' is missing"],
    [{ event: 'newRecordInCommunity', communityId: { mode: 'list', value: '' } }, "'Community' is missing"],
    [{ event: 'newRecordInCommunity', communityId: { mode: 'id', value: 'nobody' } }, 'Zenodo has nothing under /api/communities/nobody'],
    [{ event: 'newRecord', query: '(open' }, "'Query' has a parenthesis or a quotation mark without its partner"],
    [{ event: 'newRecord', options: { share: 0 } }, "'Search Share (%)' is not a number from 1 to 100"],
    [{ event: 'unknown' }, "There is no event 'unknown'"],
  ])('%o is refused in words of the form', async (parameters, message) => {
    await expect(trigger(parameters as IDataObject).poll()).rejects.toMatchObject({ message: expect.stringContaining(message) as string });
  });

  test('no token is in what is kept', async () => {
    const news = trigger({ event: 'newOwnRecord' });
    await publish('Work A');
    await news.over(2);
    expect(JSON.stringify(news.kept)).not.toContain(zenodo.tokens.owner);
  });
});
