import type { Transport, TransportReply, TransportRequest } from '../../src/index.ts';

/** A transport on a clock of its own: answers from a list, waits by turning the clock, and remembers both. */
export class ReplayingTransport implements Transport {
  readonly requests: TransportRequest[] = [];
  readonly sleeps: number[] = [];
  #now = Date.UTC(2026, 10, 25, 12);
  readonly #answers: (Partial<TransportReply> | Error)[];

  constructor(...answers: (Partial<TransportReply> | Error)[]) {
    this.#answers = answers;
  }

  readonly now = (): number => this.#now;

  async send(request: TransportRequest): Promise<TransportReply> {
    this.requests.push(request);
    const answer = this.#answers.shift();
    if (answer === undefined) throw new Error('the test expected no further request');
    if (answer instanceof Error) throw answer;
    return { status: 200, headers: {}, body: {}, ...answer };
  }

  async sleep(ms: number, signal?: AbortSignal): Promise<void> {
    signal?.throwIfAborted();
    this.sleeps.push(ms);
    this.#now += ms;
  }
}
