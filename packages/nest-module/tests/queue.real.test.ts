import { join } from 'node:path';
import { BullModule, getQueueToken } from '@nestjs/bullmq';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { type StandIn, startStandIn } from '@zenodo-connect/stand-in';
import type { Queue } from 'bullmq';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { type RedisServer, redisMissing, startRedis } from '../../../tools/servers/redis.mjs';
import { ZenodoQueueModule } from '../src/bullmq/index.ts';
import { type DepositsOptions, DepositsService, ZenodoModule } from '../src/index.ts';
import { clientOf, quick, untilState } from './_util/app.ts';
import { depositOf } from './_util/deposit.ts';
import { tempFolder } from './_util/temp-folder.ts';

const missing = await redisMissing();
if (missing) process.stdout.write(`Skipped: ${missing}\n`);

describe.skipIf(missing)('with a real Redis', () => {
  let redis: RedisServer;
  let standIn: StandIn;
  beforeAll(async () => {
    redis = await startRedis();
    standIn = await startStandIn({ port: 0 });
  });
  afterAll(async () => {
    await standIn?.close();
    await redis?.close();
  });

  /** A process of a team that has BullMQ already. */
  async function start(path: string, deposits: DepositsOptions) {
    const { host, port } = redis;
    @Module({
      imports: [
        BullModule.forRoot({ connection: { host, port } }),
        ZenodoModule.forRoot({ zenodo: clientOf(standIn), store: { path }, deposits: { ...quick, ...deposits } }),
        ZenodoQueueModule.register(),
      ],
    })
    class App {}
    const app = await NestFactory.createApplicationContext(App, { logger: false, abortOnError: false });
    onTestFinished(() => app.close());
    return { deposits: app.get(DepositsService), queue: app.get<Queue>(getQueueToken('zenodo-deposits'), { strict: false }) };
  }

  it('a worker elsewhere begins at once though it looks by itself once a minute, and the queue holds the id alone', async () => {
    const folder = await tempFolder();
    const path = join(folder, 'jobs.db');
    await start(path, { pollMs: 60_000, leaseMs: 200_000 });
    const adding = await start(path, { run: false });
    const { id } = await adding.deposits.add(await depositOf(folder, 'woken'));
    await untilState(adding.deposits, id, 'published', 'findable');
    const [hint] = await adding.queue.getJobs();
    expect(hint?.data).toEqual({ jobId: id });
    expect(hint?.opts.attempts).toBe(1);
  });

  it('Q-02 while Redis is away deposits are taken and done, and when it is back hints go again', async () => {
    const folder = await tempFolder();
    const path = join(folder, 'jobs.db');
    const { deposits, queue } = await start(path, { pollMs: 100 });
    await redis.kill();
    const { id } = await deposits.add(await depositOf(folder, 'away'));
    await untilState(deposits, id, 'findable');
    await redis.start();
    await deposits.add(await depositOf(folder, 'back'));
    await expect.poll(() => queue.getJobCountByTypes('completed'), { timeout: 10_000 }).toBeGreaterThan(0);
  });

  it('Q-02 an emptied Redis loses no deposit', async () => {
    const folder = await tempFolder();
    const path = join(folder, 'jobs.db');
    const adding = await start(path, { run: false });
    const jobs = await adding.deposits.addBulk(await Promise.all(['a', 'b', 'c'].map((key) => depositOf(folder, `f${key}`))));
    await redis.flush();
    await start(path, {});
    for (const { id } of jobs) await untilState(adding.deposits, id, 'findable');
  });
});
