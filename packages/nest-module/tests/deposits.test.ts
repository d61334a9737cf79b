import { join } from 'node:path';
import { Zenodo } from '@zenodo-connect/core';
import { type StandIn, startStandIn } from '@zenodo-connect/stand-in';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type DepositJob, type DepositsOptions, InvalidDepositError, type JobChange, JobNotFoundError, jobIdOf } from '../src/index.ts';
import { clientOf, startApp, until, untilState } from './_util/app.ts';
import { depositOf, fileIn } from './_util/deposit.ts';
import { tempFolder } from './_util/temp-folder.ts';

let standIn: StandIn;
beforeEach(async () => {
  standIn = await startStandIn({ port: 0 });
});
afterEach(() => standIn.close());

const published = () => standIn.calls.filter(({ path, status }) => path.endsWith('/actions/publish') && status === 202);

describe('a deposit', () => {
  it('is published, and done when its DOI can be found', async () => {
    standIn.faults.doiDelayMs = 100;
    const folder = await tempFolder();
    const { deposits } = await startApp(standIn, join(folder, 'jobs.db'));
    const added = await deposits.add(await depositOf(folder, 'one'));
    expect(added).toMatchObject({ id: jobIdOf('one'), state: 'queued', attempts: 0, recordId: undefined });
    const between = await untilState(deposits, added.id, 'published');
    expect(between.nextAction).toMatch(/^Published: DataCite is asked at \d\d:\d\d:\d\d UTC whether the DOI 10\./);
    const job = await untilState(deposits, added.id, 'findable');
    expect(job).toMatchObject({ attempts: 1, problem: undefined, dueAt: undefined });
    const record = await new Zenodo(clientOf(standIn)).records.get(job.recordId!);
    expect(record.pids.doi?.identifier).toBe(job.doi);
    expect(job.conceptDoi).toBeDefined();
    expect(job.htmlUrl).toBe(`${standIn.url}/records/${job.recordId}`);
    expect(published()).toHaveLength(1);
  });

  it('tells each step as it happens, and goes on when nobody can hear it', async () => {
    const folder = await tempFolder();
    const heard: string[] = [];
    const onStep: NonNullable<DepositsOptions['onStep']> = (job, step) => {
      heard.push(`${job.key} ${step.name}`);
      throw new Error('a log that fails');
    };
    const { deposits } = await startApp(standIn, join(folder, 'jobs.db'), { onStep });
    await untilState(deposits, (await deposits.add(await depositOf(folder, 'told'))).id, 'published', 'findable');
    expect(heard).toEqual(
      ['planned', 'drafted', 'described', 'uploaded', 'verified', 'reserved', 'publishing', 'published'].map((step) => `told ${step}`),
    );
  });

  it('is left as a draft unless publishing was asked for', async () => {
    const folder = await tempFolder();
    const { deposits } = await startApp(standIn, join(folder, 'jobs.db'));
    const { finish: _, ...deposit } = await depositOf(folder, 'draft');
    const job = await untilState(deposits, (await deposits.add(deposit)).id, 'left');
    expect(job.nextAction).toBe(`Done: the draft waits for a person to publish it, at ${job.htmlUrl}.`);
    expect(published()).toHaveLength(0);
  });

  it('that was left is published in its own draft once a person says so, and only once', async () => {
    const folder = await tempFolder();
    const { deposits } = await startApp(standIn, join(folder, 'jobs.db'));
    const { id } = await deposits.add(await depositOf(folder, 'one', { finish: 'leave' }));
    const left = await untilState(deposits, id, 'left');
    await Promise.all([deposits.publish(id), deposits.publish(id)]);
    const job = await untilState(deposits, id, 'findable');
    expect(job.recordId).toBe(left.recordId);
    await deposits.publish(id);
    expect(published()).toHaveLength(1);
  });

  it('added a hundred times at once under one key is one job and one record', async () => {
    const folder = await tempFolder();
    const { deposits } = await startApp(standIn, join(folder, 'jobs.db'));
    const deposit = await depositOf(folder, 'same');
    const jobs = await Promise.all(Array.from({ length: 100 }, () => deposits.add(deposit)));
    expect(new Set(jobs.map(({ id }) => id)).size).toBe(1);
    await untilState(deposits, jobs[0]!.id, 'findable');
    await deposits.add(deposit);
    expect(await deposits.list()).toHaveLength(1);
    expect(published()).toHaveLength(1);
  });

  it('with impossible files is refused before it is stored', async () => {
    const folder = await tempFolder();
    const { deposits } = await startApp(standIn, join(folder, 'jobs.db'));
    const deposit = await depositOf(folder, 'empty');
    await expect(deposits.add({ ...deposit, files: [{ ...deposit.files[0]!, size: 0 }] })).rejects.toBeInstanceOf(InvalidDepositError);
    expect(await deposits.list()).toEqual([]);
  });

  it('that Zenodo refuses fails with the field in words, and is done after a retry that finds the cause cured', async () => {
    const folder = await tempFolder();
    const { deposits } = await startApp(standIn, join(folder, 'jobs.db'));
    const issue = { field: 'metadata.creators', messages: ['Missing data for required field.'] };
    standIn.faults.answer(
      { method: 'POST', path: '/api/records' },
      { status: 400, body: { status: 400, message: 'A validation error occurred.', errors: [issue] } },
    );
    const { id } = await deposits.add(await depositOf(folder, 'refused'));
    const failed = await untilState(deposits, id, 'failed');
    expect(failed.problem).toBe('Zenodo does not take the metadata. metadata.creators: Missing data for required field.');
    expect(failed.nextAction).toBe(`Stopped: ${failed.problem} When the cause is cured, retry the job.`);
    expect(await deposits.retry(id)).toMatchObject({ problem: undefined });
    expect(await untilState(deposits, id, 'findable')).toMatchObject({ attempts: 2 });
  });

  it('whose file is gone fails with the name of the file, not of a stack', async () => {
    const folder = await tempFolder();
    const { deposits } = await startApp(standIn, join(folder, 'jobs.db'));
    const deposit = await depositOf(folder, 'gone');
    const missing = { ...deposit.files[0]!, ref: `path:${join(folder, 'absent.xy')}` };
    const job = await untilState(deposits, (await deposits.add({ ...deposit, files: [missing] })).id, 'failed');
    expect(job.problem).toContain('absent.xy');
  });

  it('whose DOI DataCite is asked for in vain is given up on, and stays published', async () => {
    standIn.faults.doiDelayMs = 1e9;
    const folder = await tempFolder();
    const { deposits } = await startApp(standIn, join(folder, 'jobs.db'), { giveUpAfterMs: 500 });
    const { id } = await deposits.add(await depositOf(folder, 'hidden'));
    const job = await until(deposits, id, ({ state, dueAt, problem }) => state === 'published' && !dueAt && problem !== undefined);
    expect(job.nextAction).toMatch(/^Published\. DataCite did not show the DOI until \d{4}-\d\d-\d\d; ask Zenodo's support\.$/);
  });

  it('opens files by the resolver of the application', async () => {
    const folder = await tempFolder();
    const refs: string[] = [];
    const { openPathRef } = await import('../src/deposits/deposit-files.ts');
    const { deposits } = await startApp(standIn, join(folder, 'jobs.db'), {
      openFile: (file) => {
        refs.push(file.ref);
        return openPathRef({ ...file, ref: `path:${join(folder, file.ref.slice('bucket:'.length))}` });
      },
    });
    const file = await fileIn(folder, 'b.dat', 'bytes');
    const deposit = await depositOf(folder, 'resolver');
    const { id } = await deposits.add({ ...deposit, files: [{ ...file, ref: `bucket:${file.ref.split('/').at(-1)}` }] });
    await untilState(deposits, id, 'findable');
    expect(refs).toEqual([expect.stringMatching(/^bucket:b\.dat/)]);
  });
});

describe('a series', () => {
  it('of two deposits makes two versions of one record', async () => {
    const folder = await tempFolder();
    const { deposits } = await startApp(standIn, join(folder, 'jobs.db'));
    const first = await deposits.add(await depositOf(folder, 'v1', { series: 'S-2291', content: 'first' }));
    const second = await deposits.add(await depositOf(folder, 'v2', { series: 'S-2291', content: 'second' }));
    const [one, two] = [await untilState(deposits, first.id, 'findable'), await untilState(deposits, second.id, 'findable')];
    expect(two.recordId).not.toBe(one.recordId);
    expect(two.conceptDoi).toBe(one.conceptDoi);
    const versions: string[] = [];
    for await (const { id } of new Zenodo(clientOf(standIn)).versions.search(one.recordId!)) versions.push(id);
    expect(versions).toEqual([two.recordId, one.recordId]);
  });

  it('continues a draft that was left', async () => {
    const folder = await tempFolder();
    const { deposits } = await startApp(standIn, join(folder, 'jobs.db'));
    const more = [await fileIn(folder, 'more.xy', 'more')];
    const first = await deposits.add(await depositOf(folder, 'd1', { series: 's', finish: 'leave' }));
    const second = await deposits.add(await depositOf(folder, 'd2', { series: 's', finish: 'publish', files: more }));
    await untilState(deposits, first.id, 'left');
    const job = await untilState(deposits, second.id, 'findable');
    expect(job.recordId).toBe((await deposits.get(first.id)).recordId);
    const { entries } = await new Zenodo(clientOf(standIn)).records.files(job.recordId!);
    expect(entries.map(({ key }) => key).toSorted()).toEqual(['more.xy', 'scan.xy']);
  });

  it('goes on from the record when a person has thrown the left draft away', async () => {
    const folder = await tempFolder();
    const { deposits } = await startApp(standIn, join(folder, 'jobs.db'));
    const zenodo = new Zenodo(clientOf(standIn));
    const add = async (key: string, finish: 'leave' | 'publish') =>
      (await deposits.add(await depositOf(folder, key, { series: 's', finish, content: key }))).id;
    const one = await untilState(deposits, await add('one', 'publish'), 'findable');
    const draft = await untilState(deposits, await add('two', 'leave'), 'left');
    await zenodo.drafts.delete(draft.recordId!);
    const three = await untilState(deposits, await add('three', 'publish'), 'findable');
    expect(three.recordId).not.toBe(draft.recordId);
    expect(three.conceptDoi).toBe(one.conceptDoi);
  });

  it('goes on after a deposit that failed', async () => {
    const folder = await tempFolder();
    const { deposits } = await startApp(standIn, join(folder, 'jobs.db'));
    const bad = await depositOf(folder, 'bad', { series: 's' });
    const failing = await deposits.add({ ...bad, files: [{ ...bad.files[0]!, ref: 'path:/absent' }] });
    const good = await deposits.add(await depositOf(folder, 'good', { series: 's' }));
    await untilState(deposits, good.id, 'findable');
    expect(await deposits.get(failing.id)).toMatchObject({ state: 'failed' });
  });
});

describe('what the application sees', () => {
  it('each change with its own statements, in the same transaction', async () => {
    const folder = await tempFolder();
    const seen: string[] = [];
    const { deposits, store } = await startApp(standIn, join(folder, 'jobs.db'), {
      onTransition: ({ before, after }: JobChange) => {
        seen.push(`${before?.state ?? 'new'} → ${after.state}`);
        return [{ sql: 'INSERT INTO zenodo_event (id) VALUES (?) ON CONFLICT DO NOTHING', params: [`${after.id} ${after.state}`] }];
      },
      run: false,
    });
    // The table comes after: a change whose statements fail is not made.
    await expect(deposits.add(await depositOf(folder, 'events'))).rejects.toMatchObject({ name: 'StoreError' });
    expect(await deposits.list()).toEqual([]);
    await store.migrate('app', [{ name: '001', statements: ['CREATE TABLE {{prefix}}event (id TEXT PRIMARY KEY)'] }]);
    await deposits.add(await depositOf(folder, 'events'));
    expect(await store.query('SELECT id FROM zenodo_event')).toEqual([{ id: `${jobIdOf('events')} queued` }]);
    expect(seen).toEqual(['new → queued', 'new → queued']);
  });

  it('what the application writes at a step goes into the transaction of its journal', async () => {
    const folder = await tempFolder();
    const { deposits, store } = await startApp(standIn, join(folder, 'jobs.db'), {
      onJournal: ({ id, journal }) => [
        { sql: 'INSERT INTO zenodo_step (id) VALUES (?) ON CONFLICT DO NOTHING', params: [`${id} ${journal?.step ?? ''}`] },
      ],
      retryDelaysMs: [20],
    });
    // The table comes after: a journal whose statements fail is not written, and the deposit goes no further.
    const { id } = await deposits.add(await depositOf(folder, 'steps'));
    await store.migrate('app', [{ name: '001', statements: ['CREATE TABLE {{prefix}}step (id TEXT PRIMARY KEY)'] }]);
    await untilState(deposits, id, 'findable');
    const steps = (await store.query('SELECT id FROM zenodo_step')).map((row) => String(row['id']).split(' ')[1]);
    expect(steps).toEqual(expect.arrayContaining(['drafted', 'verified', 'publishing', 'published']));
  });

  it('the way of a job to its end', async () => {
    const folder = await tempFolder();
    const seen: string[] = [];
    const { deposits } = await startApp(standIn, join(folder, 'jobs.db'), {
      onTransition: ({ before, after }) => {
        seen.push(`${before?.state ?? 'new'} → ${after.state}`);
        return [];
      },
    });
    const { id } = await deposits.add(await depositOf(folder, 'way'));
    await untilState(deposits, id, 'findable');
    expect(seen).toEqual(['new → queued', 'running → published', 'published → findable']);
  });

  it('a prepared deposit is written with rows of others, or not at all', async () => {
    const folder = await tempFolder();
    const { deposits, store } = await startApp(standIn, join(folder, 'jobs.db'));
    const { id, statements } = deposits.prepare(await depositOf(folder, 'prepared'));
    await expect(store.write([...statements, { sql: 'INSERT INTO absent VALUES (1)' }])).rejects.toThrow();
    expect(await deposits.find(id)).toBeUndefined();
    await store.write(statements);
    deposits.wake();
    await untilState(deposits, id, 'findable');
  });

  it('jobs by id, key, state and series, newest first, page by page', async () => {
    const folder = await tempFolder();
    const { deposits } = await startApp(standIn, join(folder, 'jobs.db'), { run: false });
    for (const key of ['a', 'b', 'c'])
      await deposits.add(await depositOf(folder, key, { series: key === 'b' ? 's' : 't', meta: { route: key } }));
    const keys = async (query: Parameters<typeof deposits.list>[0]) => (await deposits.list(query)).map(({ key }) => key);
    expect(await keys({})).toEqual(['c', 'b', 'a']);
    expect(await keys({ limit: 2, after: jobIdOf('c') })).toEqual(['b', 'a']);
    expect(await keys({ series: 't', state: 'queued' })).toEqual(['c', 'a']);
    expect(await keys({ state: 'failed' })).toEqual([]);
    expect(await deposits.findByKey('b')).toMatchObject({ meta: { route: 'b' }, series: 's' });
    expect(await deposits.findByKey('absent')).toBeUndefined();
    await expect(deposits.get('absent')).rejects.toBeInstanceOf(JobNotFoundError);
    expect(await deposits.stats()).toEqual({
      queued: 3,
      running: 0,
      waiting: 0,
      left: 0,
      submitted: 0,
      published: 0,
      findable: 0,
      failed: 0,
      cancelled: 0,
    });
  });
});

describe('drafts that were left', () => {
  it('are looked at together, so that many of them cost few calls, and one that a person publishes is noticed', async () => {
    const folder = await tempFolder();
    const { deposits } = await startApp(standIn, join(folder, 'jobs.db'), { leftDelaysMs: [300] });
    const add = async (n: number) => deposits.add(await depositOf(folder, `d${n}`, { finish: 'leave' }));
    const added = await Promise.all(Array.from({ length: 12 }, (_, n) => add(n)));
    const jobs: DepositJob[] = [];
    for (const { id } of added) jobs.push(await untilState(deposits, id, 'left'));
    const before = standIn.calls.length;
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    const looks = standIn.calls.slice(before).filter(({ path }) => /^\/api\/records\/\d+$/.test(path));
    // Each by itself, every 300 ms, would be some sixty.
    expect(looks.length).toBeGreaterThan(0);
    expect(looks.length).toBeLessThan(25);
    await new Zenodo(clientOf(standIn)).drafts.publish(jobs[7]!.recordId!);
    await untilState(deposits, jobs[7]!.id, 'findable');
    expect(await deposits.stats()).toMatchObject({ left: 11, findable: 1 });
  });
});
