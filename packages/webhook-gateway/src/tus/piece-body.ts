import type { IncomingMessage } from 'node:http';
import { Pace, type PaceLimits } from '../intake/pace.ts';
import { Problem } from '../problems/problem.ts';

/**
 * The body of one piece as tus' library takes it. One that trickles ends as if it were whole: what came until then is
 * written and synced, and the sender goes on behind it. Bytes that wait here because the disk is slow are nobody's delay.
 */
export class PieceBody {
  readonly stream: ReadableStream<Uint8Array>;
  readonly #pace: Pace;
  #isSlow = false;

  constructor(request: IncomingMessage, limits: PaceLimits) {
    this.#pace = new Pace(limits);
    this.stream = ReadableStream.from(this.#chunks(request));
  }

  /** Whether it was ended for its pace. */
  get isSlow(): boolean {
    return this.#isSlow;
  }

  stop(): void {
    this.#pace.stop();
  }

  async *#chunks(request: IncomingMessage): AsyncGenerator<Uint8Array> {
    // Leaving early must not destroy the request: the refusal is still to be sent on it.
    const chunks: AsyncIterator<Buffer> = request.iterator({ destroyOnReturn: false });
    for (;;) {
      const next = await this.#pace.watch(chunks.next()).catch((error: unknown) => this.#orEnd(error));
      if (!next || next.done) return;
      this.#pace.count(next.value.length);
      yield next.value;
    }
  }

  /** @throws what broke the body; a pace that is too slow only ends it */
  #orEnd(error: unknown): undefined {
    if (!(error instanceof Problem)) throw error;
    this.#isSlow = true;
    return undefined;
  }
}
