import { type BeforeApplicationShutdown, Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { type Queue, Worker } from 'bullmq';
import type { DepositsSettings } from '../deposits/deposits-options.ts';
import { Wake } from '../deposits/wake.ts';
import { ZenodoLogger } from '../telemetry/zenodo-logger.ts';
import { DEPOSITS_SETTINGS } from '../zenodo.tokens.ts';

export const WAKE_QUEUE = Symbol('ZENODO_WAKE_QUEUE');

/** Hints on their way. While Redis is away they are held by its client; more of them would only fill the memory. */
const mostOnTheirWay = 100;

/** Hints that one worker takes at once; each is over in no time. */
const concurrency = 10;

/** Takes the hint that there is work to other machines, and hears theirs. Nothing depends on it: workers look by themselves too. */
@Injectable()
export class QueueWake implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #logger = new ZenodoLogger('ZenodoQueue');
  readonly #queue: Queue;
  readonly #wake: Wake;
  readonly #settings: DepositsSettings;
  #worker: Worker | undefined;
  #onTheirWay = 0;
  #away = false;

  constructor(@Inject(WAKE_QUEUE) queue: Queue, @Inject(Wake) wake: Wake, @Inject(DEPOSITS_SETTINGS) settings: DepositsSettings) {
    this.#queue = queue;
    this.#wake = wake;
    this.#settings = settings;
  }

  onApplicationBootstrap(): void {
    this.#queue.on('error', (error) => this.#failed(error));
    this.#wake.passOn((jobId) => void this.#tell(jobId));
    if (!this.#settings.run) return;
    const { connection, prefix } = this.#queue.opts;
    this.#worker = new Worker(this.#queue.name, async () => this.#heard(), {
      connection,
      concurrency,
      ...(prefix === undefined ? {} : { prefix }),
    });
    this.#worker.on('error', (error) => this.#failed(error));
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
      this.#away = false;
    } catch (error) {
      this.#failed(error);
    } finally {
      this.#onTheirWay--;
    }
  }

  #heard(): void {
    this.#away = false;
    this.#wake.hear();
  }

  /** Told once, until it works again. */
  #failed(error: unknown): void {
    if (this.#away) return;
    this.#away = true;
    const why = error instanceof Error ? error.message || error.name : String(error);
    this.#logger.warn(`Redis cannot be used (${why}); workers look for deposits every ${this.#settings.pollMs} ms until it is back.`);
  }
}
