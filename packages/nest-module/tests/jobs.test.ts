import { join } from 'node:path';
import { Zenodo } from '@zenodo-connect/core';
import { type StandIn, startStandIn } from '@zenodo-connect/stand-in';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { InvalidDepositError, JobNotFoundError, JobStateError } from '../src/index.ts';
import { clientOf, startApp, until, untilState } from './_util/app.ts';
import { depositOf, fileIn } from './_util/deposit.ts';
import { tempFolder } from './_util/temp-folder.ts';

let standIn: StandIn;
beforeEach(async () => {
  standIn = await startStandIn({ port: 0 });
});
afterEach(() => standIn.close());

const refusedTitle = {
  status: 400,
  body: { status: 400, message: 'A validation error occurred.', errors: [{ field: 'metadata.title', messages: ['Too short.'] }] },
};
const publishes = () => standIn.calls.filter(({ path, status }) => path.endsWith('/actions/publish') && status === 202);

describe('many deposits at once', () => {
  it('are added in one transaction, and answered in their order', async () => {
    const folder = await tempFolder();
    const { deposits } = await startApp(standIn, join(folder, 'jobs.db'), { run: false });
    const some = await Promise.all(['a', 'b', 'a'].map((key) => depositOf(folder, key)));
    expect((await deposits.addBulk(some)).map(({ key, state }) => `${key} ${state}`)).toEqual(['a queued', 'b queued', 'a queued']);
    expect(await deposits.list()).toHaveLength(2);
  });

  it('are not added when one of them is impossible', async () => {
    const folder = await tempFolder();
    const { deposits } = await startApp(standIn, join(folder, 'jobs.db'), { run: false });
    const good = await depositOf(folder, 'good');
    await expect(deposits.addBulk([good, { ...good, key: '' }])).rejects.toBeInstanceOf(InvalidDepositError);
    await expect(deposits.addBulk([{ ...good, priority: 0.5 }])).rejects.toThrow('a larger one goes first');
    expect(await deposits.list()).toEqual([]);
  });

  it('go by their priority, the order within a series kept', async () => {
    const folder = await tempFolder();
    const path = join(folder, 'jobs.db');
    const idle = await startApp(standIn, path, { run: false });
    const add = async (key: string, priority: number, series?: string) =>
      idle.deposits.add(await depositOf(folder, key, { priority, content: key, ...(series === undefined ? {} : { series }) }));
    for (const [key, priority, series] of [
      ['low', -1],
      ['s1', 0, 's'],
      ['s2', 5, 's'],
      ['high', 9],
    ] as const)
      await add(key, priority, series);
    const begun: string[] = [];
    const { deposits } = await startApp(standIn, path, {
      concurrency: 1,
      onStep: ({ key }, { name }) => name === 'planned' && begun.push(key),
    });
    const jobs = await deposits.list();
    await Promise.all(jobs.map(({ id }) => untilState(deposits, id, 'findable')));
    expect(begun).toEqual(['high', 's1', 's2', 'low']);
  });

  it('a store without transactions to share says what to do instead', async () => {
    const folder = await tempFolder();
    const { deposits } = await startApp(standIn, join(folder, 'jobs.db'), { run: false });
    const transaction = { query: () => Promise.resolve() };
    await expect(deposits.add(await depositOf(folder, 'a'), { transaction })).rejects.toThrow('Use prepare');
  });
});

describe('a job that needs a person', () => {
  it('is a dead letter with the reason, the refused fields, the last answer and the cure', async () => {
    const folder = await tempFolder();
    const { deposits } = await startApp(standIn, join(folder, 'jobs.db'));
    standIn.faults.answer({ method: 'POST', path: '/api/records' }, refusedTitle);
    const { id } = await deposits.add(await depositOf(folder, 'refused'));
    await untilState(deposits, id, 'failed');
    const [letter] = await deposits.deadLetters();
    expect(letter).toMatchObject({
      id,
      attempts: 1,
      problem: 'Zenodo does not take the metadata. metadata.title: Too short.',
      failure: {
        code: 'validation',
        cure: 'Correct what Zenodo names with editAndReplay.',
        fields: [{ field: 'metadata.title', messages: ['Too short.'] }],
        answer: { status: 400, method: 'POST', url: `${standIn.url}/api/records` },
      },
    });
    expect(letter?.failure?.answer?.body).toContain('Too short.');
    expect(JSON.stringify(letter)).not.toContain(standIn.tokens.owner);
  });

  it('is done with edited metadata, in the draft that it has', async () => {
    const folder = await tempFolder();
    const { deposits } = await startApp(standIn, join(folder, 'jobs.db'));
    standIn.faults.answer({ method: 'POST', path: '*/actions/publish' }, refusedTitle);
    const deposit = await depositOf(folder, 'edited');
    const { id } = await deposits.add(deposit);
    const failed = await untilState(deposits, id, 'failed');
    await deposits.editAndReplay(id, { metadata: { ...deposit.metadata, title: 'A longer title' } });
    const job = await untilState(deposits, id, 'findable');
    expect(job).toMatchObject({ recordId: failed.recordId, failure: undefined, problem: undefined });
    expect((await new Zenodo(clientOf(standIn)).records.get(job.recordId!)).metadata.title).toBe('A longer title');
  });

  it('publishes no file that an edit took out', async () => {
    const folder = await tempFolder();
    const { deposits } = await startApp(standIn, join(folder, 'jobs.db'));
    standIn.faults.answer({ method: 'POST', path: '*/actions/publish' }, refusedTitle);
    const [kept, wrong, right] = await Promise.all([
      fileIn(folder, 'kept.xy', 'k'),
      fileIn(folder, 'wrong-name.xy', 'w'),
      fileIn(folder, 'right.xy', 'w'),
    ]);
    const { id } = await deposits.add(await depositOf(folder, 'renamed', { files: [kept, wrong] }));
    await untilState(deposits, id, 'failed');
    await deposits.editAndReplay(id, { files: [kept, right] });
    const { recordId } = await untilState(deposits, id, 'findable');
    const { entries } = await new Zenodo(clientOf(standIn)).records.files(recordId!);
    expect(entries.map(({ key }) => key).toSorted()).toEqual(['kept.xy', 'right.xy']);
  });

  it('cannot be edited while it runs or once it is published, and says what to do', async () => {
    const folder = await tempFolder();
    const { deposits } = await startApp(standIn, join(folder, 'jobs.db'));
    standIn.faults.delay({ method: 'PUT', path: '*/content' }, { ms: 300 });
    const { id } = await deposits.add(await depositOf(folder, 'busy'));
    await untilState(deposits, id, 'running');
    await expect(deposits.editAndReplay(id, { finish: 'leave' })).rejects.toThrow('is running and cannot be edited: cancel it first.');
    await untilState(deposits, id, 'findable');
    await expect(deposits.editAndReplay(id, { finish: 'leave' })).rejects.toBeInstanceOf(JobStateError);
    await expect(deposits.editAndReplay('absent', {})).rejects.toBeInstanceOf(JobNotFoundError);
  });

  it('keeps its deposit when the edit is impossible', async () => {
    const folder = await tempFolder();
    const { deposits } = await startApp(standIn, join(folder, 'jobs.db'), { run: false });
    const { id, files } = await deposits.add(await depositOf(folder, 'kept'));
    await expect(deposits.editAndReplay(id, { files: [...files, ...files] })).rejects.toBeInstanceOf(InvalidDepositError);
    expect(await deposits.get(id)).toMatchObject({ files, state: 'queued' });
  });
});

describe('cancelling', () => {
  it('a queued job is never begun, and holds its series up no longer', async () => {
    const folder = await tempFolder();
    const path = join(folder, 'jobs.db');
    const idle = await startApp(standIn, path, { run: false });
    const first = await idle.deposits.add(await depositOf(folder, 'one', { series: 's' }));
    const second = await idle.deposits.add(await depositOf(folder, 'two', { series: 's' }));
    expect(await idle.deposits.cancel(first.id)).toMatchObject({ state: 'cancelled', nextAction: 'Cancelled. It can be retried.' });
    const { deposits } = await startApp(standIn, path);
    await untilState(deposits, second.id, 'findable');
    expect(await deposits.get(first.id)).toMatchObject({ state: 'cancelled', attempts: 0 });
    await deposits.retry(first.id);
    await untilState(deposits, first.id, 'findable');
  });

  it('a running job stops in mid-upload though another process was asked, and publishes nothing', async () => {
    const folder = await tempFolder();
    const path = join(folder, 'jobs.db');
    standIn.faults.delay({ method: 'PUT', path: '*/content' }, { ms: 5_000 });
    await startApp(standIn, path);
    const other = await startApp(standIn, path, { run: false });
    const { id } = await other.deposits.add(await depositOf(folder, 'stop'));
    await until(other.deposits, id, ({ nextAction }) => nextAction.startsWith('Running: uploading'));
    expect(await other.deposits.cancel(id)).toMatchObject({ state: 'running', cancelling: true });
    const job = await untilState(other.deposits, id, 'cancelled');
    expect(job).toMatchObject({
      cancelling: false,
      nextAction: `Cancelled; the draft ${job.recordId} is still at Zenodo. It can be retried.`,
    });
    expect(publishes()).toEqual([]);
  });

  it('a job that is just publishing is published', async () => {
    const folder = await tempFolder();
    const { deposits } = await startApp(standIn, join(folder, 'jobs.db'));
    standIn.faults.delay({ method: 'POST', path: '*/actions/publish' }, { ms: 400 });
    const { id } = await deposits.add(await depositOf(folder, 'late'));
    await until(deposits, id, ({ nextAction }) => nextAction === 'Running: publishing.');
    await deposits.cancel(id);
    expect(await untilState(deposits, id, 'findable')).toMatchObject({ cancelling: false });
    expect(await deposits.cancel(id)).toMatchObject({ state: 'findable' });
  });

  it('a job whose publishing Zenodo refused is taken back while it waits', async () => {
    const folder = await tempFolder();
    const { deposits } = await startApp(standIn, join(folder, 'jobs.db'), { retryDelaysMs: [60_000] });
    standIn.faults.answer({ method: 'POST', path: '*/actions/publish' }, { status: 409, body: { status: 409, message: 'Conflict.' } });
    const { id } = await deposits.add(await depositOf(folder, 'refused'));
    await untilState(deposits, id, 'waiting');
    expect(await deposits.cancel(id)).toMatchObject({ state: 'cancelled' });
    expect(publishes()).toEqual([]);
  });

  it('a job that has just been published stays so, however often the wish to cancel is looked at', async () => {
    const folder = await tempFolder();
    const { deposits } = await startApp(standIn, join(folder, 'jobs.db'), { pollMs: 1 });
    standIn.faults.delay({ method: 'POST', path: '*/actions/publish', times: 10 }, { ms: 100 });
    for (let n = 0; n < 10; n++) {
      const { id } = await deposits.add(await depositOf(folder, `late${n}`));
      await until(deposits, id, ({ nextAction }) => nextAction === 'Running: publishing.');
      await deposits.cancel(id);
      expect(await untilState(deposits, id, 'findable', 'cancelled')).toMatchObject({ state: 'findable' });
    }
  });

  it('a dead letter is put away', async () => {
    const folder = await tempFolder();
    const { deposits } = await startApp(standIn, join(folder, 'jobs.db'));
    const deposit = await depositOf(folder, 'away');
    const { id } = await deposits.add({ ...deposit, files: [{ ...deposit.files[0]!, ref: 'path:/absent' }] });
    await untilState(deposits, id, 'failed');
    await deposits.cancel(id);
    expect(await deposits.deadLetters()).toEqual([]);
  });
});
