import { join } from 'node:path';
import { Zenodo } from '@zenodo-connect/core';
import { type StandIn, startStandIn } from '@zenodo-connect/stand-in';
import { firstValueFrom, toArray } from 'rxjs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type DepositJob, DepositTimeoutError, JobNotFoundError } from '../src/index.ts';
import { clientOf, startApp, until, untilState } from './_util/app.ts';
import { depositOf } from './_util/deposit.ts';
import { tempFolder } from './_util/temp-folder.ts';

let standIn: StandIn;
beforeEach(async () => {
  standIn = await startStandIn({ port: 0 });
});
afterEach(() => standIn.close());

describe('waiting and watching', () => {
  it('wait resolves at the end, and rejects with a sentence when that is late', async () => {
    const folder = await tempFolder();
    const path = join(folder, 'jobs.db');
    const idle = await startApp(standIn, path, { run: false });
    const { id } = await idle.deposits.add(await depositOf(folder, 'waited'));
    await expect(idle.deposits.wait(id, { timeoutMs: 100 })).rejects.toBeInstanceOf(DepositTimeoutError);
    await expect(idle.deposits.wait('absent')).rejects.toBeInstanceOf(JobNotFoundError);
    await startApp(standIn, path);
    expect(await idle.deposits.wait(id, { until: ['findable'], timeoutMs: 20_000 })).toMatchObject({ state: 'findable' });
  });

  it('a watcher at another process sees the bytes go, and the end', async () => {
    const folder = await tempFolder();
    const path = join(folder, 'jobs.db');
    const idle = await startApp(standIn, path, { run: false });
    const { id } = await idle.deposits.add(await depositOf(folder, 'seen', { content: 'x'.repeat(200_000) }));
    const seen = firstValueFrom(idle.deposits.watch(id).pipe(toArray()));
    standIn.faults.delay({ method: 'POST', path: '*/commit' }, { ms: 1_500 });
    await startApp(standIn, path);
    const jobs = await seen;
    expect(jobs[0]).toMatchObject({ state: 'queued', progress: undefined });
    expect(jobs.map(({ nextAction }) => nextAction)).toContain('Running: uploading the files (100 % of 200.0 kB).');
    expect(jobs.at(-1)).toMatchObject({ state: 'findable', progress: { sentBytes: 200_000, totalBytes: 200_000 } });
  });

  it('a watcher stays while DataCite is asked, as often as it takes', async () => {
    standIn.faults.doiDelayMs = 1_000;
    const folder = await tempFolder();
    const { deposits } = await startApp(standIn, join(folder, 'jobs.db'), { doiDelaysMs: [1] });
    const { id } = await deposits.add(await depositOf(folder, 'patient'));
    const jobs = await firstValueFrom(deposits.watch(id).pipe(toArray()));
    expect(jobs.at(-1)).toMatchObject({ state: 'findable' });
  });

  it('server-sent events carry the states, and neither metadata nor places of files', async () => {
    const folder = await tempFolder();
    const { deposits } = await startApp(standIn, join(folder, 'jobs.db'));
    const { id } = await deposits.add(await depositOf(folder, 'sse'));
    const events = await firstValueFrom(deposits.sse(id).pipe(toArray()));
    expect(events.at(-1)).toMatchObject({ type: 'deposit', data: { id, state: 'findable' } });
    expect(JSON.stringify(events)).not.toContain('path:');
  });

  it('watchers are let go when the application closes', async () => {
    const folder = await tempFolder();
    const app = await startApp(standIn, join(folder, 'jobs.db'), { run: false });
    const { deposits } = app;
    const { id } = await deposits.add(await depositOf(folder, 'open'));
    const seen: DepositJob[] = [];
    const ended = new Promise<void>((resolve) => {
      deposits.watch(id).subscribe({ next: (job) => seen.push(job), complete: resolve });
    });
    await until(deposits, id, () => seen.length === 1);
    await app.close();
    await ended;
  });
});

describe('a complete draft that the application puts off', () => {
  it('waits until the time that it is given, is asked for again without a call to Zenodo, and is published once it may be', async () => {
    const folder = await tempFolder();
    const asked: string[] = [];
    const due = (id: string) => ({ sql: `UPDATE ${store.table('job')} SET due_at = 1 WHERE id = ?`, params: [id] });
    const answers = [new Date(Date.now() + 86_400_000), new Date(Date.now() + 2 * 86_400_000)];
    const { deposits, store } = await startApp(standIn, join(folder, 'jobs.db'), {
      putOff: (job) => {
        asked.push(job.journal?.step ?? '');
        const next = answers.shift();
        return next && { until: next, reason: 'Enough for today.' };
      },
    });
    const { id } = await deposits.add(await depositOf(folder, 'put-off', { finish: 'publish' }));
    const waiting = await until(deposits, id, ({ state }) => state === 'waiting');
    expect(waiting).toMatchObject({ waitingFor: 'ceiling', problem: 'Enough for today.', failure: { code: 'put_off' } });
    expect(waiting.nextAction).toMatch(/^Waiting: Enough for today. Goes on at \d\d:/);
    expect(waiting.giveUpAt.getTime()).toBeGreaterThan(Number(waiting.dueAt) + 13 * 86_400_000);
    const calls = standIn.calls.length;
    await store.write([due(id)]);
    const again = await until(deposits, id, ({ attempts, state }) => attempts === 2 && state === 'waiting');
    expect([standIn.calls.length - calls, Number(again.dueAt) > Number(waiting.dueAt)]).toEqual([0, true]);
    await store.write([due(id)]);
    expect(await untilState(deposits, id, 'findable')).toMatchObject({ waitingFor: undefined, problem: undefined });
    // Twice put off, then at the beginning of the try and before the publication.
    expect(asked).toHaveLength(4);
  });
});

describe('a token that Zenodo refuses', () => {
  it('pauses all jobs of the account in one state, and they go on when it is taken again', async () => {
    const folder = await tempFolder();
    const { deposits } = await startApp(standIn, join(folder, 'jobs.db'), { pauseCheckMs: 100, concurrency: 1 });
    const refused = { status: 403, body: { status: 403, message: 'Permission denied.' } };
    standIn.faults.answer({ path: '/api/records', method: 'POST', times: 1_000 }, refused);
    standIn.faults.answer({ path: '/api/user/records', times: 1_000 }, refused);
    const some = await deposits.addBulk(await Promise.all(['a', 'b', 'c'].map((key) => depositOf(folder, key))));
    const first = await until(deposits, some[0]!.id, ({ waitingFor }) => waitingFor === 'token');
    expect(first).toMatchObject({ state: 'waiting', failure: { answer: { status: 403 } } });
    expect(first.nextAction).toMatch(/^Waiting: Zenodo refuses the token of this account \(403\)\. .* go on by themselves then\.$/);
    expect(await deposits.get(some[2]!.id)).toMatchObject({ state: 'queued', waitingFor: 'token', attempts: 0 });
    expect(await deposits.pauses()).toMatchObject([{ account: 'default' }]);
    standIn.faults.clear();
    for (const { id } of some) await untilState(deposits, id, 'findable');
    expect(await deposits.pauses()).toEqual([]);
  });

  it('is tried again at once by resume', async () => {
    const folder = await tempFolder();
    const path = join(folder, 'jobs.db');
    const token = 'not-a-token';
    const wrong = await startApp({ url: standIn.url, tokens: { ...standIn.tokens, owner: token } }, path, { pauseCheckMs: 1e6 });
    const { id } = await wrong.deposits.add(await depositOf(folder, 'wrong'));
    await until(wrong.deposits, id, ({ waitingFor }) => waitingFor === 'token');
    await wrong.close();
    const right = await startApp(standIn, path, { pauseCheckMs: 1e6 });
    await untilState(right.deposits, id, 'findable');
    expect(await right.deposits.resume()).toBe(false);
  });

  it('a right that only one deposit lacks fails that one alone', async () => {
    const folder = await tempFolder();
    const { deposits } = await startApp(standIn, join(folder, 'jobs.db'));
    standIn.faults.answer({ path: '/api/records', method: 'POST' }, { status: 403, body: { status: 403, message: 'Permission denied.' } });
    const { id } = await deposits.add(await depositOf(folder, 'foreign'));
    expect(await untilState(deposits, id, 'failed')).toMatchObject({ failure: { code: 'permission' } });
    expect(await deposits.pauses()).toEqual([]);
  });
});

describe('the rate limit of Zenodo', () => {
  it('shows in the running job that it holds up, until it opens', async () => {
    const folder = await tempFolder();
    const { deposits } = await startApp(standIn, join(folder, 'jobs.db'));
    standIn.faults.tooManyRequests({ method: 'POST', path: '/api/records' }, { retryAfterS: 2 });
    const { id } = await deposits.add(await depositOf(folder, 'limited'));
    const held = await until(deposits, id, ({ waitingFor }) => waitingFor === 'rate_limit');
    expect(held).toMatchObject({ state: 'running', attempts: 1 });
    expect(held.nextAction).toMatch(/^Running: waits for Zenodo's rate limit until \d\d:\d\d:\d\d UTC\.$/);
    expect(await untilState(deposits, id, 'findable')).toMatchObject({ attempts: 1, waitingFor: undefined });
  });
});

describe('a draft that was left', () => {
  it('and that a person publishes becomes published, with its DOI', async () => {
    const folder = await tempFolder();
    const { deposits } = await startApp(standIn, join(folder, 'jobs.db'), { leftDelaysMs: [50] });
    const { id } = await deposits.add(await depositOf(folder, 'left', { finish: 'leave' }));
    const { recordId } = await untilState(deposits, id, 'left');
    await new Zenodo(clientOf(standIn)).drafts.publish(recordId!);
    const job = await untilState(deposits, id, 'findable');
    expect(job).toMatchObject({ attempts: 1, htmlUrl: `${standIn.url}/records/${recordId}` });
    expect(job.conceptDoi).toBeDefined();
  });

  it('and that a person threw away says so, and can be made again', async () => {
    const folder = await tempFolder();
    const { deposits } = await startApp(standIn, join(folder, 'jobs.db'), { leftDelaysMs: [50] });
    const { id } = await deposits.add(await depositOf(folder, 'gone', { finish: 'leave' }));
    const { recordId } = await untilState(deposits, id, 'left');
    await new Zenodo(clientOf(standIn)).drafts.delete(recordId!);
    const job = await until(deposits, id, ({ problem }) => problem !== undefined);
    expect(job.nextAction).toBe(`Done: a person threw the draft ${recordId} away; retry the job to make it again.`);
    await deposits.retry(id);
    const again = await until(deposits, id, ({ state, attempts }) => state === 'left' && attempts === 2);
    expect(again.recordId).not.toBe(recordId);
  });
});
