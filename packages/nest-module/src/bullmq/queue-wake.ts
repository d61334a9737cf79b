import { type BeforeApplicationShutdown, Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { type Queue, Worker } from 'bullmq';
import type { DepositsSettings } from '../deposits/deposits-options.ts';
import { Wake } from '../deposits/wake.ts';
import { DEPOSITS_SETTINGS } from '../zenodo.tokens.ts';
import { QueueTrouble, WAKE_QUEUE } from './queue-trouble.ts';

/** Hints on their way. While Redis is away they are held by its client; more of them would only fill the memory. */
const mostOnTheirWay = 100;

/** Hints that one worker takes at once; each is over in no time. */
const concurrency = 10;

/** Takes the hint that there is work to other machines, and hears theirs. Nothing depends on it: workers look by themselves too. */
@Injectable()
export class QueueWake implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #queue: Queue;
  readonly #wake: Wake;
  readonly #settings: DepositsSettings;
  #worker: Worker | undefined;
  readonly #trouble: QueueTrouble;
  #onTheirWay = 0;

  constructor(
    @Inject(WAKE_QUEUE) queue: Queue,
    @Inject(Wake) wake: Wake,
    @Inject(DEPOSITS_SETTINGS) settings: DepositsSettings,
    @Inject(QueueTrouble) trouble: QueueTrouble,
  ) {
    this.#trouble = trouble;
    this.#queue = queue;
    this.#wake = wake;
    this.#settings = settings;
  }

  onApplicationBootstrap(): void {
    this.#wake.passOn((jobId) => void this.#tell(jobId));
    if (!this.#settings.run) return;
    const { connection, prefix } = this.#queue.opts;
    this.#worker = new Worker(this.#queue.name, async () => this.#heard(), {
      connection,
      concurrency,
      ...(prefix === undefined ? {} : { prefix }),
    });
    this.#worker.on('error', (error) => this.#trouble.failed(error));
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.#wake.passOn(undefined);
    // By force: an orderly end would wait for a Redis that is away, and a hint has nothing to lose.
    await this.#worker?.close(true).catch(() => {});
  }

  async #tell(jobId: string | undefined): Promise<void> {
    if (this.#onTheirWay >= mostOnTheirWay) return;
    this.#onTheirWay++;
    try {
      await this.#queue.add('deposit', { jobId });
      this.#trouble.works();
    } catch (error) {
      this.#trouble.failed(error);
    } finally {
      this.#onTheirWay--;
    }
  }

  #heard(): void {
    this.#trouble.works();
    this.#wake.hear();
  }
}
