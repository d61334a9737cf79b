import { BullModule, getQueueToken } from '@nestjs/bullmq';
import { type DynamicModule, Module } from '@nestjs/common';
import { QueueTrouble, WAKE_QUEUE } from './queue-trouble.ts';
import { QueueWake } from './queue-wake.ts';

export interface ZenodoQueueOptions {
  /** The queue's name, as Bull Board shows it. Default `zenodo-deposits`. */
  readonly name?: string;
  /** Which of several `BullModule.forRoot(configKey, …)` has the connection. */
  readonly configKey?: string;
}

/** Hints of a day's end are of no use to anybody. By age alone: keeping a count can deadlock on BullMQ's PostgreSQL backend. */
const kept = { age: 3_600 };

/**
 * Wakes workers on other machines at once, by a BullMQ queue on the connection of the application's own `BullModule`. Import
 * it beside `ZenodoModule`, in the processes that add and in those that work. A queue job is `{ jobId }` and has one
 * attempt; deposits, their retries and their states are in the store, so a Redis that is emptied or away costs latency only.
 */
@Module({})
// biome-ignore lint/complexity/noStaticOnlyClass: a module of Nest is a class.
export class ZenodoQueueModule {
  static register({ name = 'zenodo-deposits', configKey }: ZenodoQueueOptions = {}): DynamicModule {
    const defaultJobOptions = { attempts: 1, removeOnComplete: kept, removeOnFail: kept };
    const queue = BullModule.registerQueue({ name, defaultJobOptions, ...(configKey === undefined ? {} : { configKey }) });
    return {
      module: ZenodoQueueModule,
      imports: [queue],
      providers: [QueueTrouble, QueueWake, { provide: WAKE_QUEUE, useExisting: getQueueToken(name) }],
      exports: [queue],
    };
  }
}
