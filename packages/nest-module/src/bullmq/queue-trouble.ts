import { Inject, Injectable } from '@nestjs/common';
import type { Queue } from 'bullmq';
import { ZenodoLogger } from '../telemetry/zenodo-logger.ts';

export const WAKE_QUEUE = Symbol('ZENODO_WAKE_QUEUE');

/**
 * Says once that Redis cannot be used, and once that it can again. It needs nothing but the queue, so that it listens before
 * the first connection fails: BullMQ writes the stack of an error that nobody listens for.
 */
@Injectable()
export class QueueTrouble {
  readonly #logger = new ZenodoLogger('ZenodoQueue');
  #away = false;

  constructor(@Inject(WAKE_QUEUE) queue: Queue) {
    queue.on('error', (error) => this.failed(error));
    queue.getBackend().on('ready', () => this.works());
  }

  failed(error: unknown): void {
    if (this.#away) return;
    this.#away = true;
    const why = error instanceof Error ? error.message || error.name : String(error);
    this.#logger.warn(`Redis cannot be used (${why}); workers look for deposits by themselves until it is back.`);
  }

  works(): void {
    if (!this.#away) return;
    this.#away = false;
    this.#logger.log('Redis can be used again.');
  }
}
