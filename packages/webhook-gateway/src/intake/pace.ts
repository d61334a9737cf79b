import { Problem } from '../problems/problem.ts';

export interface PaceLimits {
  /** Milliseconds over which the bytes are counted. */
  readonly paceWindowMs: number;
  /** Fewer bytes in a window end the request. */
  readonly paceBytes: number;
}

/** Ends a body that trickles: a held connection costs a socket and a file handle. */
export class Pace {
  readonly #timer: NodeJS.Timeout;
  #bytes = 0;
  #tell: ((problem: Problem) => void) | undefined;

  constructor({ paceWindowMs, paceBytes }: PaceLimits) {
    this.#timer = setInterval(() => {
      if (this.#bytes < paceBytes) this.#tell?.(tooSlow(paceBytes, paceWindowMs));
      this.#bytes = 0;
    }, paceWindowMs);
  }

  count(bytes: number): void {
    this.#bytes += bytes;
  }

  /** Who hears of a window that closed with too few bytes; only one at a time. */
  onSlow(tell: (problem: Problem) => void): void {
    this.#tell = tell;
  }

  /** The promise, or a `too-slow` problem when the window closes before; only one at a time. */
  watch<T>(promise: Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      this.onSlow(reject);
      promise.then(resolve, reject);
    });
  }

  stop(): void {
    clearInterval(this.#timer);
  }
}

function tooSlow(bytes: number, windowMs: number): Problem {
  const detail = `Fewer than ${bytes} bytes came in ${windowMs / 1000} seconds; nothing was kept.`;
  return new Problem('too-slow', detail, 'Check the network, then send the whole file again.');
}
