import { Injectable, Module, type Provider, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Test } from '@nestjs/testing';
import type { EventType, ZenodoEvent } from '@zenodo-connect/core';
import { expect, it, onTestFinished } from 'vitest';
import {
  type EventDelivery,
  OnZenodoEvent,
  type Store,
  ZENODO_STORE,
  ZenodoAccounts,
  ZenodoEvents,
  ZenodoModule,
} from '../../src/index.ts';
import { eventsOf, ZenodoTest, ZenodoTestingModule, type ZenodoTestOptions, zenodoOf } from '../../src/testing/index.ts';

async function testing(providers: Provider[], options: ZenodoTestOptions = {}) {
  const module = await Test.createTestingModule({ imports: [ZenodoTestingModule.forRoot(options)], providers }).compile();
  await module.init();
  onTestFinished(() => module.close());
  return { module, zenodo: zenodoOf(module) };
}

/** A provider that writes down what it hears. */
function listener(
  type: EventType | readonly EventType[],
  options: Parameters<typeof OnZenodoEvent>[1] = {},
  act: (event: ZenodoEvent) => void = () => {},
) {
  @Injectable()
  class Listener {
    readonly heard: string[] = [];

    @OnZenodoEvent(type, options)
    hear(event: ZenodoEvent, { attempt }: EventDelivery): void {
      this.heard.push(`${event.type} ${event.subject} ${attempt}`);
      act(event);
    }
  }
  return Listener;
}
const heardBy = (module: { get<T>(type: Type<T>): T }, type: ReturnType<typeof listener>) => module.get(type).heard;

it('a handler hears of what is published after the start, once', async () => {
  const Listener = listener(['record.published', 'version.published']);
  const { module, zenodo } = await testing([Listener]);
  const { records } = await zenodo.standIn.seed({ records: [{ versions: 2 }] });
  await eventsOf(module).drain();
  await eventsOf(module).drain();
  const [first, second] = heardBy(module, Listener);
  expect(first).toMatch(/^record\.published \d+ 1$/);
  expect(second).toBe(`version.published ${records[0]!.id} 1`);
  expect(heardBy(module, Listener)).toHaveLength(2);
});

it('the event says what was before and after', async () => {
  const events: ZenodoEvent[] = [];
  const Listener = listener('record.published', {}, (event) => events.push(event));
  const { module, zenodo } = await testing([Listener]);
  await zenodo.standIn.seed({ records: [{ metadata: { title: 'Peaks' } }] });
  await eventsOf(module).drain();
  expect(events).toMatchObject([{ specversion: '1.0', source: zenodo.standIn.url, data: { before: null, after: { title: 'Peaks' } } }]);
});

it('a handler that fails is called again with the same event', async () => {
  let isFailing = true;
  const ids = new Set<string>();
  const Listener = listener('record.published', {}, ({ id }) => {
    ids.add(id);
    if (isFailing) {
      isFailing = false;
      throw new Error('the catalogue is away');
    }
  });
  const { module, zenodo } = await testing([Listener]);
  await zenodo.standIn.seed({ records: 1 });
  await eventsOf(module).drain();
  expect(heardBy(module, Listener).map((text) => text.split(' ').at(-1))).toEqual(['1', '2']);
  expect(ids.size).toBe(1);
});

it('handlers of a community and of an account hear of their own alone', async () => {
  const OfCommunity = listener('record.published', { community: 'crystals', name: 'of the community' });
  const Added = listener('community.record.added', { community: 'crystals', name: 'added' });
  const OfLibrary = listener('record.published', { account: 'library', name: 'of the library' });
  const { module, zenodo } = await testing([OfCommunity, Added, OfLibrary], { accounts: ['library'] });
  await zenodo.standIn.seed({ communities: ['crystals'] });
  await eventsOf(module).drain({ minutes: 10 });
  const { records } = await zenodo.standIn.seed({ records: [{ community: 'crystals' }, {}] });
  const inside = records[0]!.id;
  const { records: ofLibrary } = await zenodo.standIn.seed({ as: 'account1', records: [{}] });
  await eventsOf(module).drain({ minutes: 10 });
  expect(heardBy(module, OfCommunity)).toEqual([`record.published ${inside} 1`]);
  expect(heardBy(module, Added)).toEqual([`community.record.added ${records[0]!.parentId} 1`]);
  expect(heardBy(module, OfLibrary)).toEqual([`record.published ${ofLibrary[0]!.id} 1`]);
});

it('handlers of concepts hear of these alone', async () => {
  await using zenodo = await ZenodoTest.start();
  const { records } = await zenodo.standIn.seed({ records: 2 });
  const [watched, other] = records;
  const Listener = listener('metadata.changed', { concepts: [watched!.parentId], name: 'one' });
  const Beside = listener('metadata.changed', { concepts: [other!.parentId], name: 'other' });
  const module = await Test.createTestingModule({
    imports: [ZenodoModule.forRoot(zenodo.options)],
    providers: [Listener, Beside],
  }).compile();
  await module.init();
  onTestFinished(() => module.close());
  await eventsOf(module).drain();
  const client = module.get(ZenodoAccounts).get();
  await client.drafts.edit(watched!.id);
  await client.drafts.update(watched!.id, { metadata: { title: 'Changed' } });
  await client.drafts.publish(watched!.id);
  await eventsOf(module).drain();
  expect(heardBy(module, Listener)).toEqual([`metadata.changed ${watched!.id} 1`]);
  expect(heardBy(module, Beside)).toEqual([]);
});

it('of two replicas one watches, one handler is called, and the other goes on when the first ends', async () => {
  await using zenodo = await ZenodoTest.start();
  const Listener = listener('record.published', { name: 'catalogue' });
  const replica = async (owner: string) => {
    @Module({ imports: [ZenodoModule.forRoot(zenodo.optionsWith({ deposits: { owner } }))], providers: [Listener] })
    class App {}
    return NestFactory.createApplicationContext(App, { logger: false, abortOnError: false });
  };
  const [one, other] = [await replica('one'), await replica('other')];
  onTestFinished(() => other.close());
  const searches = () => zenodo.standIn.calls.filter(({ path }) => path === '/api/user/records').length;
  const before = searches();
  await eventsOf(other).drain({ minutes: 60 });
  expect(searches()).toBe(before);
  await zenodo.standIn.seed({ records: 1 });
  await eventsOf(one).drain();
  await eventsOf(other).drain();
  expect([...one.get(Listener).heard, ...other.get(Listener).heard]).toHaveLength(1);
  await one.close();
  await zenodo.standIn.seed({ records: 1 });
  await eventsOf(other).drain();
  expect(other.get(Listener).heard).toHaveLength(1);
});

it('what happens while the application is down is told when it is up', async () => {
  await using zenodo = await ZenodoTest.start();
  const heard: string[] = [];
  const Listener = listener('record.published', { name: 'catalogue' }, ({ subject }) => heard.push(subject));
  const run = async () => {
    const module = await Test.createTestingModule({ imports: [ZenodoModule.forRoot(zenodo.options)], providers: [Listener] }).compile();
    await module.init();
    await eventsOf(module).drain();
    await module.close();
  };
  await run();
  const { records } = await zenodo.standIn.seed({ records: 2 });
  await run();
  expect(heard.toSorted()).toEqual(records.map(({ id }) => id).toSorted());
});

it('a stream tells what is seen from now on', async () => {
  const { module, zenodo } = await testing([], { events: { watch: [{ types: ['record.published'] }] } });
  await zenodo.standIn.seed({ records: 1 });
  await eventsOf(module).drain();
  const told: string[] = [];
  const subscription = module
    .get(ZenodoEvents)
    .stream('record.published')
    .subscribe(({ subject }) => told.push(subject));
  const { records } = await zenodo.standIn.seed({ records: 1 });
  await eventsOf(module).drain();
  await expect.poll(() => told).toEqual([records[0]!.id]);
  subscription.unsubscribe();
});

it.each([
  [
    { type: 'record.publish' as EventType, options: {} },
    'The handler Listener.hear asks for "record.publish", which is no event; there are: record.published',
  ],
  [{ type: 'draft.updated' as const, options: { community: 'a' } }, 'comes from an account\'s own drafts alone; leave "community" out'],
  [{ type: 'community.record.added' as const, options: {} }, 'name the "community" that it is to be told of'],
  [{ type: 'record.published' as const, options: { community: 'a', query: 'b' } }, 'names "community" and "query"; name one of them'],
  [{ type: 'record.published' as const, options: { account: 'libary' } }, 'There is no Zenodo account "libary". There are: "default".'],
])('a handler that could never be called stops the start: %j', async ({ type, options }, message) => {
  await expect(testing([listener(type, options)])).rejects.toThrow(message);
});

it('two handlers of one name stop the start', async () => {
  const twice = [listener('record.published', { name: 'a' }), listener('record.deleted', { name: 'a' })];
  await expect(testing(twice)).rejects.toThrow('Two handlers of events are called "a"');
});

it('a handler is not forgotten while its process runs, and an old event is', async () => {
  const Listener = listener('record.published');
  const { module, zenodo } = await testing([Listener]);
  await zenodo.standIn.seed({ records: 1 });
  await eventsOf(module).drain();
  zenodo.advance(31 * 24 * 3_600_000);
  await eventsOf(module).drain();
  const store = module.get<Store>(ZENODO_STORE);
  expect(await store.query('SELECT id FROM zenodo_watch_event')).toEqual([]);
  await zenodo.standIn.seed({ records: 1 });
  await eventsOf(module).drain({ minutes: 10 });
  expect(heardBy(module, Listener)).toHaveLength(2);
});

it('a handler that fails for ever is given up and listed, and called again by a word', async () => {
  let isFailing = true;
  const Failing = listener('record.published', {}, () => {
    if (isFailing) throw new Error('never');
  });
  const { module, zenodo } = await testing([Failing], { events: { giveUpAfterMs: 1, retryDelaysMs: [1] } });
  const { records } = await zenodo.standIn.seed({ records: 1 });
  await eventsOf(module).drain();
  const events = module.get(ZenodoEvents);
  const [missed, ...others] = await events.missed();
  expect(others).toEqual([]);
  expect(missed).toMatchObject({ handler: 'Listener.hear', problem: 'never', event: { subject: records[0]!.id } });
  isFailing = false;
  expect(await events.callMissed(missed!.event.id)).toBe(1);
  await eventsOf(module).drain();
  expect(await events.missed()).toEqual([]);
  expect(heardBy(module, Failing).length).toBe(missed!.attempts + 1);
});

it('what a handler threw is kept without its passwords and tokens', async () => {
  let token = '';
  const Careless = listener('record.published', {}, () => {
    throw new Error(`could not send ${token} to https://me:pass@catalogue.example/`);
  });
  const { module, zenodo } = await testing([Careless], { events: { giveUpAfterMs: 1, retryDelaysMs: [1] } });
  token = zenodo.standIn.tokens.owner;
  await zenodo.standIn.seed({ records: 1 });
  await eventsOf(module).drain();
  expect(await module.get(ZenodoEvents).missed()).toMatchObject([
    { problem: 'could not send [token] to https://[secret]@catalogue.example/' },
  ]);
});
