import { rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { Store } from '@zenodo-connect/nestjs';
import { startStandIn } from '@zenodo-connect/stand-in';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { startGateway } from '../src/index.ts';
import { RouteCeilings } from '../src/tables/route-ceilings.ts';
import { client } from './_util/client.ts';
import { recipe, startOn, startWorld, type World } from './_util/gateway.ts';
import { besideGateway } from './_util/store.ts';
import { startSubscriber, until } from './_util/subscriber.ts';

const dayMs = 86_400_000;
const limited = (perDay: number): string => recipe.replace('mode: auto,', `mode: auto, per_day: ${perDay},`);
const idOf = async (send: World['send'], path: string): Promise<string> => String((await send.put(path, path)).json['id']);
const published = ({ calls }: World['zenodo']): number =>
  calls.filter(({ path, status }) => path.endsWith('/actions/publish') && status === 202).length;
const beside = <T>({ config }: Pick<World, 'config'>, use: (store: Store) => Promise<T>): Promise<T> => besideGateway(config.folder, use);

/** Days are counted in UTC, and a test that sees two of them says nothing. */
async function clearOfMidnight(): Promise<void> {
  const left = dayMs - (Date.now() % dayMs);
  if (left < 40_000) await setTimeout(left + 100);
}

/** As if all that was counted had been yesterday, and the time of all who wait had come. */
async function nextDay(world: Pick<World, 'config'>): Promise<void> {
  const yesterday = new Date(Date.now() - dayMs).toISOString().slice(0, 10);
  await beside(world, (store) =>
    store.write([
      ...['publish_day', 'publish_taken'].map((name) => ({ sql: `UPDATE ${store.table(name)} SET day = ?`, params: [yesterday] })),
      { sql: `UPDATE ${store.table('job')} SET due_at = 1 WHERE state = 'waiting'` },
    ]),
  );
}

describe('the line behind a ceiling', () => {
  const now = Date.parse('2026-11-25T10:00:00Z');

  /** Jobs that nobody works off, in the order of their receipt. */
  async function withJobs(
    count: number,
    use: (ceilings: RouteCeilings, ids: readonly string[], store: Store) => Promise<void>,
  ): Promise<void> {
    const world = await startWorld({ deposits: { run: false } }, [recipe]);
    const ids: string[] = [];
    for (let n = 0; n < count; n++) ids.push(await idOf(world.send, `xrd/S-${n}/a.xy`));
    await beside(world, (store) => use(new RouteCeilings(store), ids, store));
  }

  it('of many that ask at once, as many as the ceiling allows get one, and the others wait until the day is over', async () => {
    await withJobs(12, async (ceilings, ids) => {
      const answers = await Promise.all(ids.map((id) => ceilings.take(id, { route: 'xrd', perDay: 5 }, now)));
      expect(answers.filter((one) => one === undefined)).toHaveLength(5);
      expect(answers.find((one) => one !== undefined)?.until).toEqual(new Date('2026-11-26T00:00:00Z'));
      expect(await ceilings.state('xrd', now)).toMatchObject({ taken: 5 });
    });
  });

  it('who waits goes first on the next day, in the order of receipt, whoever asks first', async () => {
    await withJobs(6, async (ceilings, ids) => {
      const take = (place: number, at: number) => ceilings.take(ids[place]!, { route: 'xrd', perDay: 2 }, at);
      for (const place of [0, 1, 2, 3, 4]) await take(place, now);
      const tomorrow = now + dayMs;
      const asked = [];
      for (const place of [5, 4, 3, 2]) asked.push([place, (await take(place, tomorrow)) === undefined]);
      expect(asked).toEqual([
        [5, false],
        [4, false],
        [3, true],
        [2, true],
      ]);
    });
  });

  it('who asks twice on a day takes one', async () => {
    await withJobs(2, async (ceilings, [first, second]) => {
      const take = (id: string) => ceilings.take(id, { route: 'xrd', perDay: 2 }, now);
      expect([await take(first!), await take(first!), await take(second!)]).toEqual([undefined, undefined, undefined]);
    });
  });

  it('who gave up waiting keeps no place in it', async () => {
    await withJobs(3, async (ceilings, [first, second, third], store) => {
      const take = (id: string, at: number) => ceilings.take(id, { route: 'xrd', perDay: 1 }, at);
      for (const id of [first!, second!, third!]) await take(id, now);
      await store.write([{ sql: `UPDATE ${store.table('job')} SET state = 'cancelled' WHERE id = ?`, params: [second!] }]);
      expect(await take(third!, now + dayMs)).toBeUndefined();
    });
  });

  it('what is given back can be taken by another, once', async () => {
    await withJobs(3, async (ceilings, [first, second, third], store) => {
      const take = (id: string) => ceilings.take(id, { route: 'xrd', perDay: 1 }, now);
      await take(first!);
      const job = { id: first!, meta: { route: 'xrd' } };
      await store.write([...ceilings.giveBack(job), ...ceilings.giveBack(job)]);
      expect([await take(second!), (await take(third!)) === undefined]).toEqual([undefined, false]);
    });
  });
});

describe('a ceiling of publications a day', () => {
  beforeEach(clearOfMidnight, 60_000);

  it('of the account lets what is beyond it wait until the next day', async () => {
    const zenodo = await startStandIn({ port: 0 });
    onTestFinished(() => zenodo.close());
    const { send } = await startOn(zenodo, { zenodo: { url: zenodo.url, token: zenodo.tokens.owner, dataciteUrl: zenodo.url, perDay: 1 } });
    await send.untilState(await idOf(send, 'xrd/S-1/a.xy'), 'findable');
    const second = await send.untilState(await idOf(send, 'xrd/S-2/a.xy'), 'waiting');
    expect(new Date(String(second['next_try_at'])).toISOString()).toMatch(/T00:00:00/);
    expect(published(zenodo)).toBe(1);
  });

  it('of a recipe lets what is beyond it wait, and says so in the job, on its page, in the event and in a dry run', async () => {
    const subscriber = await startSubscriber();
    const { send } = await startWorld({ subscribers: [{ ...subscriber.config, events: ['deposit.waiting'] }] }, [limited(1)]);
    await send.untilState(await idOf(send, 'xrd/S-1/a.xy'), 'findable');
    const id = await idOf(send, 'xrd/S-2/a.xy');
    const job = await send.untilState(id, 'waiting');
    const sentence =
      'The recipe lets the route "xrd" publish 1 a day (UTC), and today\'s are taken; this one is number 1 of those that wait.';
    expect(job).toMatchObject({ problem: sentence, waiting_for: 'ceiling', next_try_at: expect.stringMatching(/T00:00:00/) });
    expect(job['next_action']).toMatch(/Goes on at 00:00:00 UTC on /);
    expect((await send.get(`/deposits/${id}`)).text).toContain('this one is number 1 of those that wait');
    await until(() => subscriber.received.length > 0, 'the event');
    expect(subscriber.received[0]!.body).toMatchObject({ data: { job: id, waiting_for: 'ceiling', problem: sentence } });
    expect((await send.put('xrd/S-3/a.xy?dry_run=1', 'x')).json).toMatchObject({
      per_day: { of: 1, left: 0, waiting: 1 },
      steps: expect.arrayContaining(['Wait for a later day (UTC) if 1 of the route are published already: 0 of today are left.']),
    });
  });

  it('is remembered over a restart, and lets them go on in order, a day at a time', async () => {
    const world = await startWorld({}, [limited(1)]);
    const { send, zenodo, config } = world;
    await send.untilState(await idOf(send, 'xrd/S-1/a.xy'), 'findable');
    const second = await idOf(send, 'xrd/S-2/a.xy');
    await send.untilState(second, 'waiting');
    const third = await idOf(send, 'xrd/S-3/a.xy');
    await send.untilState(third, 'waiting');
    await world.gateway.close();
    const again = await startGateway(config);
    onTestFinished(() => again.close());
    const later = client(again.url, send.token);
    const fourth = await idOf(later, 'xrd/S-4/a.xy');
    expect(await later.untilState(fourth, 'waiting')).toMatchObject({ problem: expect.stringContaining('number 3 of') });
    await nextDay(world);
    await later.untilState(second, 'findable');
    const isPutOffAgain = async (): Promise<boolean> => {
      const { attempts, status } = await later.job(third);
      return attempts === 2 && status === 'waiting';
    };
    await until(isPutOffAgain, 'the third was asked for, and waits for one more day');
    expect(published(zenodo)).toBe(2);
  });

  it('that is raised in the recipe lets as many go on at once as there is room for', async () => {
    const { send, folder } = await startWorld({ recipesPollMs: 30 }, [limited(1)]);
    await send.untilState(await idOf(send, 'xrd/S-1/a.xy'), 'findable');
    const [second, third] = [await idOf(send, 'xrd/S-2/a.xy'), await idOf(send, 'xrd/S-3/a.xy')];
    await Promise.all([second, third].map((id) => send.untilState(id, 'waiting')));
    await writeFile(join(folder, 'routes', 'new'), limited(2));
    await rename(join(folder, 'routes', 'new'), join(folder, 'routes', 'r0.yaml'));
    await send.untilState(second, 'findable');
    expect((await send.job(third))['status']).toBe('waiting');
  });

  it('counts nothing that Zenodo refused', async () => {
    const { send, zenodo } = await startWorld({}, [limited(1)]);
    zenodo.faults.answer(
      { method: 'POST', path: '*/actions/publish' },
      {
        status: 400,
        body: { status: 400, message: 'A validation error occurred.', errors: [{ field: 'metadata.title', messages: ['Not this.'] }] },
      },
    );
    await send.untilState(await idOf(send, 'xrd/S-1/a.xy'), 'failed');
    expect(await send.untilState(await idOf(send, 'xrd/S-2/a.xy'), 'findable')).toMatchObject({ problem: null });
  });
});
