import { join } from 'node:path';
import { Injectable, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { type StandIn, startStandIn } from '@zenodo-connect/stand-in';
import { afterEach, beforeEach, expect, it, onTestFinished } from 'vitest';
import { type DepositChange, type DepositJob, type DepositsOptions, DepositsService, OnDeposit, ZenodoModule } from '../src/index.ts';
import { clientOf, quick, startApp, untilState } from './_util/app.ts';
import { depositOf } from './_util/deposit.ts';
import { tempFolder } from './_util/temp-folder.ts';

let standIn: StandIn;
beforeEach(async () => {
  standIn = await startStandIn({ port: 0 });
});
afterEach(() => standIn.close());

/** An application with one provider that hears of deposits; `act` is what its handlers do. */
async function hearing(path: string, act: (heard: string) => void, change: DepositsOptions = {}) {
  @Injectable()
  class Listener {
    @OnDeposit('published')
    published({ key, doi }: DepositJob, { attempt }: DepositChange): void {
      act(`published ${key} ${doi === undefined ? '' : 'doi'} ${attempt}`);
    }

    @OnDeposit(['failed', 'left'], { name: 'others' })
    async others({ key }: DepositJob, { state }: DepositChange): Promise<void> {
      await Promise.resolve();
      act(`${state} ${key}`);
    }
  }
  @Module({
    imports: [ZenodoModule.forRoot({ zenodo: clientOf(standIn), store: { path }, deposits: { ...quick, ...change } })],
    providers: [Listener],
  })
  class App {}
  const app = await NestFactory.createApplicationContext(App, { logger: false, abortOnError: false });
  let closing: Promise<void> | undefined;
  const close = () => {
    closing ??= app.close();
    return closing;
  };
  onTestFinished(close);
  return { deposits: app.get(DepositsService), close };
}

async function settled(heard: readonly string[], count: number): Promise<void> {
  await expect.poll(() => heard.length, { timeout: 10_000, interval: 20 }).toBe(count);
  await new Promise((resolve) => setTimeout(resolve, 200));
}

it('handlers hear what a deposit came to, once each', async () => {
  const folder = await tempFolder();
  const heard: string[] = [];
  const { deposits } = await hearing(join(folder, 'jobs.db'), (text) => heard.push(text));
  await deposits.add(await depositOf(folder, 'a'));
  await deposits.add(await depositOf(folder, 'b', { finish: 'leave' }));
  await settled(heard, 2);
  expect(heard.toSorted()).toEqual(['left b', 'published a doi 1']);
});

it('a handler that fails is called again with the same change', async () => {
  const folder = await tempFolder();
  const heard: string[] = [];
  const { deposits } = await hearing(join(folder, 'jobs.db'), (text) => {
    heard.push(text);
    if (heard.length < 3) throw new Error('The catalogue is away.');
  });
  await deposits.add(await depositOf(folder, 'a'));
  await settled(heard, 3);
  expect(heard).toEqual(['published a doi 1', 'published a doi 2', 'published a doi 3']);
});

it('a handler that is given up is listed with what it threw, and is called again when a person says so', async () => {
  const folder = await tempFolder();
  const heard: string[] = [];
  let aheadMs = 0;
  const failing = (text: string) => {
    heard.push(text);
    if (heard.length < 3) throw new Error('The catalogue is away.');
  };
  const { deposits } = await hearing(join(folder, 'jobs.db'), failing, {
    giveUpAfterMs: 3_600_000,
    retryDelaysMs: [60_000],
    now: () => Date.now() + aheadMs,
  });
  const { id } = await deposits.add(await depositOf(folder, 'a'));
  await expect.poll(() => heard.length).toBe(1);
  aheadMs = 3_700_000;
  await expect.poll(() => deposits.missedHooks(), { timeout: 10_000 }).toHaveLength(1);
  expect(await deposits.missedHooks()).toMatchObject([{ handler: 'Listener.published', jobId: id, problem: 'The catalogue is away.' }]);
  expect(heard).toHaveLength(2);
  expect(await deposits.callMissedHooks(id)).toBe(1);
  await settled(heard, 3);
  expect(await deposits.missedHooks()).toEqual([]);
});

it('what happens while the application of the handlers is down is told when it is up', async () => {
  const folder = await tempFolder();
  const path = join(folder, 'jobs.db');
  const heard: string[] = [];
  const first = await hearing(path, (text) => heard.push(text));
  await first.close();
  const worker = await startApp(standIn, path, { hooks: false });
  const { id } = await worker.deposits.add(await depositOf(folder, 'meanwhile'));
  await untilState(worker.deposits, id, 'findable');
  expect(heard).toEqual([]);
  await hearing(path, (text) => heard.push(text));
  await settled(heard, 1);
  expect(heard).toEqual(['published meanwhile doi 1']);
});

it('of several replicas one is called', async () => {
  const folder = await tempFolder();
  const path = join(folder, 'jobs.db');
  const heard: string[] = [];
  const replicas = await Promise.all([1, 2, 3].map(() => hearing(path, (text) => heard.push(text))));
  for (const key of ['a', 'b', 'c', 'd']) await replicas[0]!.deposits.add(await depositOf(folder, key));
  await settled(heard, 4);
  expect(heard.toSorted()).toEqual(['a', 'b', 'c', 'd'].map((key) => `published ${key} doi 1`));
});

it('two handlers of one name are refused at start', async () => {
  const path = join(await tempFolder(), 'jobs.db');
  class Twin {
    @OnDeposit('left', { name: 'same' })
    one(): void {}

    @OnDeposit('left', { name: 'same' })
    two(): void {}
  }
  @Module({
    imports: [ZenodoModule.forRoot({ zenodo: clientOf(standIn), store: { path }, deposits: quick })],
    providers: [Twin],
  })
  class App {}
  const starting = NestFactory.createApplicationContext(App, { logger: false, abortOnError: false });
  await expect(starting).rejects.toThrow('Two @OnDeposit handlers are called "same"');
});
