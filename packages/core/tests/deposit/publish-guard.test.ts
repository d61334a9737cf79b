import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type DepositRequest,
  depositUrn,
  FilePublishCounter,
  fileFromBuffer,
  fileJournal,
  MemoryPublishCounter,
  memoryJournal,
} from '../../src/index.ts';
import { all, metadata, newKey, useTarget } from '../_util/target.ts';

const target = useTarget();
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'guard-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const request = (more: Partial<DepositRequest> = {}): DepositRequest => ({
  key: newKey(),
  metadata,
  files: [fileFromBuffer('scan.xy', '10.0 5\n')],
  finish: 'publish',
  ...more,
});

describe.each([
  ['memory', () => new MemoryPublishCounter()],
  ['a file', () => new FilePublishCounter(path.join(folder, `${crypto.randomUUID()}.json`))],
])('a ceiling of one a day, counted in %s', (_, counter) => {
  it('lets one be published and leaves the next one as a draft, until the next day', async () => {
    const publishGuard = { perDay: 1, counter: counter() };
    let now = Date.UTC(2026, 10, 25, 12);
    const client = target.client({ publishGuard, now: () => now });
    await client.deposit(request());
    const second = request();
    const error = { step: 'reserved', cause: { code: 'publish_ceiling', opensAt: new Date('2026-11-26T00:00:00Z') } };
    await expect(client.deposit(second)).rejects.toMatchObject(error);
    expect(target.count('POST', /publish$/)).toBe(1);
    now += 86_400_000;
    expect(await client.deposit(second)).toMatchObject({ status: 'published' });
  });

  it('counts a deposit once, however often it is run', async () => {
    const client = target.client({ publishGuard: { perDay: 2, counter: counter() } });
    const asked = request();
    await client.deposit(asked);
    await client.deposit(asked);
    await client.deposit(request());
    expect(await client.publishGuard.state()).toMatchObject({ takenToday: 2, perDay: 2, stopped: undefined });
  });

  it('gives back what a refusal took', async () => {
    const client = target.client({ publishGuard: { perDay: 1, counter: counter() } });
    const asked = request();
    target.standIn.faults.answer({ method: 'POST', path: '*/publish' }, { status: 400, body: { status: 400, message: 'No.' } });
    await expect(client.deposit(asked)).rejects.toMatchObject({ cause: { code: 'validation' } });
    expect((await client.publishGuard.state()).takenToday).toBe(0);
    expect(await client.deposit(request())).toMatchObject({ status: 'published' });
  });
});

it('what is asked before publishing can stop there: nothing is published or counted, and the next run asks again', async () => {
  const client = target.client({ publishGuard: { perDay: 5, counter: new MemoryPublishCounter() } });
  const asked: string[] = [];
  const wanted = request({
    beforePublish: (draftId) => {
      asked.push(draftId);
      if (asked.length === 1) throw new RangeError('Not today.');
    },
  });
  await expect(client.deposit(wanted)).rejects.toMatchObject({ step: 'reserved', cause: { message: 'Not today.' } });
  expect([target.count('POST', /publish$/), (await client.publishGuard.state()).takenToday]).toEqual([0, 0]);
  expect(await client.deposit(wanted)).toMatchObject({ status: 'published', id: asked[0] });
});

it('a ceiling of five holds for ten deposits at once that share a file', async () => {
  const file = path.join(folder, 'shared.json');
  const clients = [0, 1].map(() => target.client({ publishGuard: { perDay: 5, counter: new FilePublishCounter(file) } }));
  const ends = await Promise.allSettled(Array.from({ length: 10 }, (_, n) => clients[n % 2]!.deposit(request())));
  expect(ends.filter(({ status }) => status === 'fulfilled')).toHaveLength(5);
  expect(await readdir(folder)).not.toContain('shared.json.lock');
});

it("Zenodo's spam answer stops every deposit of the account until a person lifts it", async () => {
  const counter = new MemoryPublishCounter();
  const client = target.client({ token: target.standIn.tokens.fresh, publishGuard: { counter } });
  const spam = request({ metadata: { ...metadata, description: '<p>See https://spam.example/pills</p>' } });
  await expect(client.deposit(spam)).rejects.toMatchObject({ code: 'deposit', cause: { code: 'account_stopped' } });
  const before = target.standIn.calls.length;
  await expect(client.deposit(request({ finish: 'leave' }))).rejects.toMatchObject({ code: 'account_stopped' });
  expect(target.standIn.calls.length).toBe(before);
  target.standIn.unblock('fresh');
  await client.publishGuard.resume();
  expect(await client.deposit(request({ finish: 'leave' }))).toMatchObject({ status: 'draft' });
});

describe('with "demandInitial"', () => {
  it('a first version is refused before anything is made, unless it says "initial"', async () => {
    const client = target.client({ publishGuard: { demandInitial: true } });
    await expect(client.deposit(request())).rejects.toMatchObject({
      code: 'configuration',
      message: expect.stringContaining('initial: true'),
    });
    expect(target.count('POST', /./)).toBe(0);
    const first = await client.deposit(request({ initial: true }));
    const next = request({ previous: first.id, files: [fileFromBuffer('scan.xy', 'again')] });
    expect(await client.deposit(next)).toMatchObject({ status: 'published', parentId: first.parentId });
  });

  it('the draft of a first version is not published through "previous" either', async () => {
    const client = target.client({ publishGuard: { demandInitial: true } });
    const left = await client.deposit(request({ finish: 'leave' }));
    await expect(client.deposit(request({ previous: left.id }))).rejects.toMatchObject({ code: 'configuration' });
  });
});

describe('a key that is taken out before publishing', () => {
  const urns = async (id: string) => (await target.zenodo.records.get(id)).metadata.identifiers ?? [];

  it('is in no record, and the journal alone finds it again', async () => {
    const asked = request({ dropKey: true, journal: memoryJournal() });
    const done = await target.zenodo.deposit(asked);
    expect(await urns(done.id)).toEqual([]);
    expect(await target.zenodo.deposit(asked)).toMatchObject({ status: 'published', id: done.id });
  });

  it('makes one record when the answer of publish is lost and the process ends', async () => {
    const asked = request({ dropKey: true, journal: fileJournal(path.join(folder, 'dropped.json')) });
    target.standIn.faults.workThen({ method: 'POST', path: '*/publish' }, { status: 504 });
    target.standIn.faults.answer({ method: 'GET', path: /^\/api\/records\/\d+$/, times: 5 }, { status: 502 });
    await expect(target.client({ createLookMs: 0 }).deposit(asked)).rejects.toMatchObject({ code: 'deposit', step: 'publishing' });
    const again = { ...asked, journal: fileJournal(path.join(folder, 'dropped.json')) };
    const done = await target.zenodo.deposit(again);
    expect(done.status).toBe('published');
    expect(target.count('POST', /publish$/)).toBe(1);
    expect(target.count('POST', /^\/api\/records$/)).toBe(1);
  });

  it('needs a journal, and is refused without one', async () => {
    await expect(target.zenodo.deposit(request({ dropKey: true }))).rejects.toMatchObject({ code: 'configuration' });
  });
});

describe('a journal in a file', () => {
  it('goes on where another process stopped', async () => {
    const file = path.join(folder, 'journal.json');
    const stop = new AbortController();
    const asked = request();
    const onStep: DepositRequest['onStep'] = ({ name }) => (name === 'uploaded' ? stop.abort(new Error('stopped')) : undefined);
    await expect(target.zenodo.deposit({ ...asked, journal: fileJournal(file), onStep, signal: stop.signal })).rejects.toThrow('stopped');
    expect(JSON.parse(await readFile(file, 'utf8'))).toMatchObject({ step: 'uploaded' });
    await target.zenodo.deposit({ ...asked, journal: fileJournal(file) });
    expect(target.count('PUT', /content$/)).toBe(1);
  });

  it.each(['', 'not JSON', '[]'])('that holds %j is refused rather than begun anew', async (text) => {
    const file = path.join(folder, 'other.json');
    await writeFile(file, text);
    await expect(target.zenodo.deposit(request({ journal: fileJournal(file) }))).rejects.toMatchObject({ code: 'configuration' });
    expect(target.count('POST', /./)).toBe(0);
  });
});

describe('a deposit that waits for the DOI', () => {
  const waits: number[] = [];
  const impatient = async () => {
    const { undiciTransport } = await import('../../src/index.ts');
    const real = undiciTransport();
    // Waits a hundredth of what it is asked to, and notes what that was.
    return target.client({
      transport: {
        send: (request) => real.send(request),
        sleep: (ms, signal) => {
          waits.push(ms);
          return real.sleep(ms / 100, signal);
        },
      },
    });
  };

  it('ends when DataCite knows it, having asked seldom', async () => {
    target.standIn.faults.doiDelayMs = 100;
    waits.length = 0;
    const steps: string[] = [];
    const done = await (await impatient()).deposit(request({ awaitFindable: true, onStep: ({ name }) => steps.push(name) }));
    target.standIn.faults.doiDelayMs = 0;
    expect(done).toMatchObject({ status: 'published', findable: true });
    expect(steps.slice(-2)).toEqual(['published', 'findable']);
    expect(Math.min(...waits.slice(1))).toBeGreaterThanOrEqual(2000);
  });

  it('is published all the same when the time is over', async () => {
    target.standIn.faults.doiDelayMs = 60_000;
    const told: string[] = [];
    const asked = request({ awaitFindable: 3000, onStep: ({ message }) => told.push(message) });
    expect(await (await impatient()).deposit(asked)).toMatchObject({ status: 'published', findable: false });
    target.standIn.faults.doiDelayMs = 0;
    expect(told.at(-1)).toContain('does not show the DOI');
  });
});

it('a record that was deleted is not published again', async () => {
  const asked = request({ journal: memoryJournal() });
  const done = await target.zenodo.deposit(asked);
  await target.zenodo.records.requestDeletion(done.id, { reason: 'test-record' });
  await expect(target.zenodo.deposit(asked)).rejects.toMatchObject({ code: 'deposit', cause: { code: 'gone' } });
  const q = `metadata.identifiers.identifier:"${depositUrn('', asked.key)}"`;
  expect(await all(target.zenodo.records.own({ q, allVersions: true }))).toEqual([]);
});

describe('a draft that is published by itself', () => {
  const draft = async (more: Partial<DepositRequest> = {}) => {
    const left = await target.zenodo.deposit(request({ ...more, finish: 'leave' }));
    return left.id;
  };

  it('counts for the ceiling of a guarded client, and an edit of a record does not', async () => {
    const client = target.client({ publishGuard: { perDay: 1, counter: new MemoryPublishCounter() } });
    const record = await client.drafts.publish(await draft());
    await expect(client.drafts.publish(await draft())).rejects.toMatchObject({ code: 'publish_ceiling' });
    await client.drafts.edit(record.id);
    await client.drafts.publish(record.id);
    expect(target.count('POST', /publish$/)).toBe(2);
  });

  it('and a deposit count once each', async () => {
    const client = target.client({ publishGuard: { perDay: 5, counter: new MemoryPublishCounter() } });
    await client.drafts.publish(await draft());
    await client.deposit(request());
    expect((await client.publishGuard.state()).takenToday).toBe(2);
  });

  it('needs "initial" for a first version where the client demands it, and a later version does not', async () => {
    const client = target.client({ publishGuard: { demandInitial: true } });
    const id = await draft();
    await expect(client.drafts.publish(id)).rejects.toMatchObject({ code: 'configuration', field: 'initial' });
    expect(await client.drafts.publish(id, { initial: true })).toMatchObject({ id });
    const next = await client.versions.create(id);
    await client.files.upload(next.id, fileFromBuffer('more.xy', '1 2\n'));
    await client.drafts.update(next.id, { metadata: { publication_date: '2026-11-25' } });
    expect(await client.drafts.publish(next.id)).toMatchObject({ id: next.id });
  });

  it('stops the account when Zenodo takes it for spam, and nothing more is sent', async () => {
    const client = target.client({ token: target.standIn.tokens.fresh, publishGuard: { counter: new MemoryPublishCounter() } });
    const left = await client.deposit(
      request({ finish: 'leave', metadata: { ...metadata, description: '<p>See https://spam.example/pills</p>' } }),
    );
    await expect(client.drafts.publish(left.id)).rejects.toMatchObject({ code: 'account_stopped' });
    const before = target.standIn.calls.length;
    await expect(client.drafts.publish(left.id)).rejects.toMatchObject({ code: 'account_stopped' });
    await expect(client.reviews.submit(left.id)).rejects.toMatchObject({ code: 'account_stopped' });
    expect(target.standIn.calls.length).toBe(before);
  });
});

it('a draft that is submitted to a community by hand counts for the ceiling', async () => {
  const community = await target.zenodo.communities.create({ slug: `guard-${Date.now()}`, metadata: { title: 'Guarded' } });
  const client = target.client({ publishGuard: { perDay: 0, counter: new MemoryPublishCounter() } });
  const { id } = await target.zenodo.deposit(request({ finish: 'leave' }));
  await client.reviews.set(id, community.id);
  await expect(client.reviews.submit(id)).rejects.toMatchObject({ code: 'publish_ceiling' });
});
