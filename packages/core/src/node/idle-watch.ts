/** Ends a request when nothing has moved for a while. An upload has no total time: a slow line is no failure. */
export class IdleWatch {
  readonly #controller = new AbortController();
  readonly signal: AbortSignal;
  #timer: NodeJS.Timeout | undefined;
  #movedAt = 0;

  /** @param idleMs - milliseconds without movement; 0 is for ever */
  constructor(idleMs: number, outer: AbortSignal | undefined) {
    this.signal = outer ? AbortSignal.any([outer, this.#controller.signal]) : this.#controller.signal;
    this.restart(idleMs);
  }

  restart(idleMs: number): void {
    this.stop();
    this.moved();
    if (idleMs > 0) this.#timer = setTimeout(() => this.#look(idleMs), idleMs);
  }

  /** Something moved. Called for each chunk, so it only looks at the clock; the timer does the rest. */
  moved(): void {
    this.#movedAt = performance.now();
  }

  #look(idleMs: number): void {
    // A timer may be early by a part of a millisecond.
    const leftMs = Math.ceil(idleMs - (performance.now() - this.#movedAt));
    if (leftMs > 0) this.#timer = setTimeout(() => this.#look(idleMs), leftMs);
    else this.#controller.abort(new IdleError(idleMs));
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  /**
   * The same bytes in pieces of at most `pieceBytes`, each pull of one being a movement; after the last one the answer may
   * take `answerMs`.
   */
  async *body(body: unknown, pieceBytes: number, answerMs: number): AsyncGenerator<Uint8Array, void, undefined> {
    for await (const chunk of asIterable(body)) {
      for (let at = 0; at < chunk.byteLength; at += pieceBytes) {
        this.moved();
        yield chunk.byteLength <= pieceBytes ? chunk : chunk.subarray(at, at + pieceBytes);
      }
    }
    this.restart(answerMs);
  }
}

class IdleError extends Error {
  override name = 'TimeoutError';

  constructor(idleMs: number) {
    super(`nothing moved for ${Math.round(idleMs / 1000)} s`);
  }
}

function asIterable(body: unknown): AsyncIterable<Uint8Array> | Iterable<Uint8Array> {
  if (body instanceof Uint8Array) return [body];
  return body as AsyncIterable<Uint8Array>;
}
