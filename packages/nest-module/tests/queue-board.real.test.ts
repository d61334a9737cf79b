import { join } from 'node:path';
import { createBullBoard } from '@bull-board/api';
import { BullMQAdapter } from '@bull-board/api/bullMQAdapter';
import { ExpressAdapter as BoardAdapter } from '@bull-board/express';
import { BullModule, getQueueToken } from '@nestjs/bullmq';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { ExpressAdapter } from '@nestjs/platform-express';
import { DepositsService, ZenodoModule } from '@zenodo-connect/nestjs';
import { ZenodoQueueModule } from '@zenodo-connect/nestjs/bullmq';
import { startStandIn } from '@zenodo-connect/stand-in';
import type { Queue } from 'bullmq';
import { expect, it, onTestFinished } from 'vitest';
import { redisMissing, startRedis } from '../../../tools/servers/redis.mjs';
import { clientOf, quick, untilState } from './_util/app.ts';
import { depositOf } from './_util/deposit.ts';
import { tempFolder } from './_util/temp-folder.ts';

const missing = await redisMissing();
if (missing) process.stdout.write(`Skipped: ${missing}\n`);

interface Board {
  readonly queues: readonly {
    readonly name: string;
    readonly counts: Readonly<Record<string, number>>;
    readonly jobs: readonly { readonly name: string; readonly data: unknown; readonly opts: { readonly attempts?: number } }[];
  }[];
}

it.skipIf(missing)('Bull Board shows the queue of deposits beside the queues of the team, with no more than the ids', async () => {
  const redis = await startRedis();
  onTestFinished(() => redis.close());
  const standIn = await startStandIn({ port: 0 });
  onTestFinished(() => standIn.close());
  const folder = await tempFolder();
  @Module({
    imports: [
      BullModule.forRoot({ connection: { host: redis.host, port: redis.port } }),
      BullModule.registerQueue({ name: 'letters' }),
      ZenodoModule.forRoot({ zenodo: clientOf(standIn), store: { path: join(folder, 'jobs.db') }, deposits: quick }),
      ZenodoQueueModule.register(),
    ],
  })
  class App {}
  const app = await NestFactory.create(App, new ExpressAdapter(), { logger: ['error'], abortOnError: false });
  onTestFinished(() => app.close());
  const serverAdapter = new BoardAdapter().setBasePath('/queues');
  const queues = ['letters', 'zenodo-deposits'].map((name) => app.get<Queue>(getQueueToken(name), { strict: false }));
  createBullBoard({ queues: queues.map((queue) => new BullMQAdapter(queue)), serverAdapter });
  app.use('/queues', serverAdapter.getRouter());
  await app.listen(0, '127.0.0.1');

  const deposits = app.get(DepositsService, { strict: false });
  const { id } = await deposits.add(await depositOf(folder, 'shown'));
  await untilState(deposits, id, 'findable');
  expect(await (await fetch(`${await app.getUrl()}/queues`)).text()).toContain('<html');
  const board = async (): Promise<Board> => {
    const answer = await fetch(
      `${await app.getUrl()}/queues/api/queues?activeQueue=zenodo-deposits&status=completed&page=1&jobsPerPage=10`,
    );
    return (await answer.json()) as Board;
  };
  await expect.poll(async () => (await board()).queues[1]?.counts['completed'], { timeout: 10_000 }).toBe(1);
  const { queues: shown } = await board();
  expect(shown.map(({ name }) => name)).toEqual(['letters', 'zenodo-deposits']);
  expect(shown[1]?.jobs).toMatchObject([{ name: 'deposit', data: { jobId: id }, opts: { attempts: 1 } }]);
  expect(JSON.stringify(shown)).not.toContain(standIn.tokens.owner);
});
