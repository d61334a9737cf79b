import { join } from 'node:path';
import { Injectable, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { ZenodoEvent } from '@zenodo-connect/core';
import { startStandIn } from '@zenodo-connect/stand-in';
import { expect, it, onTestFinished } from 'vitest';
import { OnZenodoEvent, ZenodoEvents, ZenodoModule } from '../../src/index.ts';
import { eventsOf, ZenodoTest } from '../../src/testing/index.ts';
import { clientOf, quick } from '../_util/app.ts';
import { tempFolder } from '../_util/temp-folder.ts';

function listener() {
  @Injectable()
  class Listener {
    readonly heard: string[] = [];

    @OnZenodoEvent('record.published', { name: 'catalogue' })
    published({ subject }: ZenodoEvent): void {
      this.heard.push(subject);
    }
  }
  return Listener;
}

it('an application that nobody drives watches by itself, and ends at once in the middle of it', async () => {
  const standIn = await startStandIn({ port: 0 });
  onTestFinished(() => standIn.close());
  const path = join(await tempFolder(), 'events.db');
  const Listener = listener();
  @Module({
    imports: [ZenodoModule.forRoot({ zenodo: clientOf(standIn), store: { path }, deposits: quick, events: { share: 1 } })],
    providers: [Listener],
  })
  class App {}
  const app = await NestFactory.createApplicationContext(App, { logger: false, abortOnError: false });
  const streamed: string[] = [];
  app
    .get(ZenodoEvents)
    .stream()
    .subscribe(({ type }) => streamed.push(type));
  await expect.poll(() => standIn.calls.some(({ path: asked }) => asked === '/api/user/records')).toBe(true);
  const { records } = await standIn.seed({ records: 1 });
  await expect.poll(() => app.get(Listener).heard, { timeout: 15_000 }).toEqual([records[0]!.id]);
  await expect.poll(() => streamed).toContain('record.published');
  standIn.faults.delay({ path: '/api/user/records', times: 100 }, { ms: 20_000 });
  const asked = standIn.calls.length;
  await new Promise((resolve) => setTimeout(resolve, 2_500));
  const began = Date.now();
  await app.close();
  expect(Date.now() - began).toBeLessThan(15_000);
  expect(standIn.calls.length).toBeGreaterThanOrEqual(asked);
});

it('the watching of a process that gives no sign is taken over when its lease ends', async () => {
  await using zenodo = await ZenodoTest.start();
  const Listener = listener();
  const replica = async (owner: string) => {
    @Module({
      imports: [ZenodoModule.forRoot(zenodo.optionsWith({ deposits: { owner }, events: { leaseMs: 30_000 } }))],
      providers: [Listener],
    })
    class App {}
    const app = await NestFactory.createApplicationContext(App, { logger: false, abortOnError: false });
    onTestFinished(() => app.close());
    return app;
  };
  const [silent, other] = [await replica('silent'), await replica('other')];
  await zenodo.standIn.seed({ records: 1 });
  await eventsOf(other).drain({ minutes: 0.4 });
  expect(other.get(Listener).heard).toHaveLength(0);
  await eventsOf(other).drain({ minutes: 2 });
  expect(other.get(Listener).heard).toHaveLength(1);
  // It wakes up again, and is no leader any more.
  await zenodo.standIn.seed({ records: 1 });
  await eventsOf(silent).drain({ minutes: 0.2 });
  await eventsOf(other).drain({ minutes: 2 });
  expect([...silent.get(Listener).heard, ...other.get(Listener).heard]).toHaveLength(2);
});
