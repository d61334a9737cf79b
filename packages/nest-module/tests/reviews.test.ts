import { join } from 'node:path';
import { Zenodo } from '@zenodo-connect/core';
import { type StandIn, startStandIn } from '@zenodo-connect/stand-in';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { InvalidDepositError, type NewDeposit } from '../src/index.ts';
import { clientOf, startApp, until, untilState } from './_util/app.ts';
import { depositOf, fileIn } from './_util/deposit.ts';
import { tempFolder } from './_util/temp-folder.ts';

let standIn: StandIn;
beforeEach(async () => {
  standIn = await startStandIn({ port: 0 });
});
afterEach(() => standIn.close());

/** An application that submits to a community of somebody else, who decides. */
async function laboratory() {
  const folder = await tempFolder();
  const { deposits } = await startApp(standIn, join(folder, 'jobs.db'), { leftDelaysMs: [50] });
  const curator = new Zenodo({ ...clientOf(standIn), token: standIn.tokens.other });
  await curator.communities.create({ slug: 'diffraction', metadata: { title: 'Diffraction' } });
  const finish = { submitTo: 'diffraction', comment: 'From the night shift.' };
  const add = async (key: string, change: Partial<NewDeposit> = {}) => {
    const files = [await fileIn(folder, `${key}.xy`, key)];
    return (await deposits.add(await depositOf(folder, key, { finish, files, ...change }))).id;
  };
  return { deposits, curator, add, own: new Zenodo(clientOf(standIn)) };
}

describe('a deposit for a community', () => {
  it('is submitted, tells who decides, and is published when it is accepted', async () => {
    const { deposits, curator, add } = await laboratory();
    const id = await add('scan');
    const job = await untilState(deposits, id, 'submitted');
    expect(job.nextAction).toContain('Submitted: the community "diffraction" decides on the draft');
    await curator.requests.accept(job.requestId!);
    const done = await untilState(deposits, id, 'findable');
    expect(done).toMatchObject({ recordId: job.recordId, attempts: 1, problem: undefined });
  });

  it('that is declined is a dead letter, and is submitted again by a retry', async () => {
    const { deposits, curator, add } = await laboratory();
    const id = await add('scan');
    const first = await untilState(deposits, id, 'submitted');
    await curator.requests.decline(first.requestId!);
    await until(deposits, id, ({ state }) => state === 'failed');
    const [letter] = await deposits.deadLetters();
    expect(letter).toMatchObject({ id, failure: { code: 'declined', cure: expect.stringContaining('curators') } });
    await deposits.retry(id);
    const again = await untilState(deposits, id, 'submitted');
    expect(again.recordId).toBe(first.recordId);
    expect(again.requestId).not.toBe(first.requestId);
    await curator.requests.accept(again.requestId!);
    await untilState(deposits, id, 'findable');
  });

  it('whose request is taken back is a left draft, and failed when the draft is thrown away', async () => {
    const { deposits, add, own } = await laboratory();
    const taken = await untilState(deposits, await add('taken'), 'submitted');
    await own.requests.cancel(taken.requestId!);
    expect(await untilState(deposits, taken.id, 'left')).toMatchObject({ recordId: taken.recordId });
    await own.drafts.delete(taken.recordId!);
    const thrown = await until(deposits, taken.id, ({ problem }) => problem !== undefined);
    expect(thrown.problem).toContain('threw the draft');
  });

  it('is refused at once when the community has no name', async () => {
    const { deposits, add } = await laboratory();
    await expect(add('scan', { finish: { submitTo: ' ' } })).rejects.toBeInstanceOf(InvalidDepositError);
    expect(await deposits.list()).toEqual([]);
  });
});

describe('the next deposit of a series', () => {
  it('waits while a community decides, says so, and makes a version of the accepted record', async () => {
    const { deposits, curator, add } = await laboratory();
    const first = await untilState(deposits, await add('one', { series: 's' }), 'submitted');
    const second = await add('two', { series: 's', finish: 'publish' });
    // Long enough for a worker to have taken it.
    await new Promise((resolve) => setTimeout(resolve, 300));
    const waiting = await deposits.get(second);
    expect(waiting).toMatchObject({ state: 'queued', waitingFor: 'review', attempts: 0 });
    expect(waiting.nextAction).toBe(`Queued: starts when a community has decided on the draft ${first.recordId} of "s".`);
    await curator.requests.accept(first.requestId!);
    const done = await untilState(deposits, second, 'findable');
    expect(done.conceptDoi).toBe((await deposits.get(first.id)).conceptDoi);
    expect(done.recordId).not.toBe(first.recordId);
  });

  it('waits as well when a person submitted the left draft by hand', async () => {
    const { deposits, curator, add, own } = await laboratory();
    const first = await untilState(deposits, await add('one', { series: 's', finish: 'leave' }), 'left');
    const { id } = await curator.communities.get('diffraction');
    await own.reviews.set(first.recordId!, id);
    await own.reviews.submit(first.recordId!);
    const second = await add('two', { series: 's', finish: 'publish' });
    expect(await until(deposits, second, ({ waitingFor }) => waitingFor === 'review')).toMatchObject({ recordId: undefined });
    const { requestId } = await untilState(deposits, first.id, 'submitted');
    await curator.requests.accept(requestId!);
    await untilState(deposits, second, 'findable');
  });
});
