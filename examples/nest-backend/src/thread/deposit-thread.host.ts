import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';

/** Starts the thread that deposits with the application, and ends it with it: signals reach the main thread alone. */
@Injectable()
export class DepositThread implements OnApplicationBootstrap, OnApplicationShutdown {
  #worker: Worker | undefined;

  async onApplicationBootstrap(): Promise<void> {
    this.#worker = new Worker(new URL('./deposit-thread.js', import.meta.url), { name: 'deposits' });
    // Rejects when the thread fails to start, and the application with it.
    await once(this.#worker, 'message');
  }

  async onApplicationShutdown(): Promise<void> {
    if (!this.#worker) return;
    const ended = once(this.#worker, 'exit');
    this.#worker.postMessage('close');
    await ended;
  }
}
