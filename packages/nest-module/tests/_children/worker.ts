/**
 * A worker that deposits until it is killed, by others or by its own hand. Arguments, as JSON: `url` and `token` of the
 * stand-in, `store`, `dieAt` (a step at which it kills itself, at the `dieAfter`th time), `redis`.
 */
import { writeSync } from 'node:fs';
import 'reflect-metadata';
import type { DynamicModule } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { ZenodoModule, type ZenodoModuleOptions } from '@zenodo-connect/nestjs';

interface Told {
  readonly url: string;
  readonly token: string;
  readonly store: ZenodoModuleOptions['store'];
  readonly leaseMs: number;
  /** Port of a Redis on loopback, for hints through BullMQ. */
  readonly redis?: number;
  readonly dieAt?: string;
  readonly dieAfter?: number;
}

const { url, token, store, leaseMs, redis, dieAt, dieAfter = 1 } = JSON.parse(process.argv[2]!) as Told;
let times = 0;
const zenodo = ZenodoModule.forRoot({
  zenodo: { token, baseUrl: url, dataciteUrl: url, createLookMs: 200 },
  store,
  deposits: {
    leaseMs,
    pollMs: 50,
    retryDelaysMs: [50, 100, 200],
    doiDelaysMs: [20],
    onStep: (_job, { name }) => {
      if (name === dieAt && ++times === dieAfter) process.kill(process.pid, 'SIGKILL');
    },
  },
});

async function queue(port: number): Promise<DynamicModule[]> {
  const { BullModule } = await import('@nestjs/bullmq');
  const { ZenodoQueueModule } = await import('@zenodo-connect/nestjs/bullmq');
  return [BullModule.forRoot({ connection: { host: '127.0.0.1', port } }), ZenodoQueueModule.register()];
}

class Worker {}
const module = { module: Worker, imports: [...(redis === undefined ? [] : await queue(redis)), zenodo] };
await NestFactory.createApplicationContext(module, { logger: false });
writeSync(1, 'up\n');
