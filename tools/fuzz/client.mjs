import { connect } from 'node:net';
import { answerIn, faultOf } from './answers.mjs';

/** A request that nothing answers by then has hung. */
const patienceMs = 10_000;
/** An answer without end is begun by then, and then hung up on. */
const streamMs = 1_000;

/**
 * Sends shots over one connection that it keeps, and over one of their own for those that may break it.
 * `tell(shot, answer, fault)` is called once for each: `answer` is undefined for one that got none, `fault` for a good one.
 */
export class Lane {
  #url;
  #tell;
  #kept;

  constructor(url, tell) {
    this.#url = new URL(url);
    this.#tell = tell;
  }

  /** Several on one connection before the first is answered, in one write. */
  async sendAll(shots) {
    let left = shots;
    for (let tries = 0; left.length > 0; tries += 1) {
      const fresh = this.#kept === undefined;
      this.#kept ??= new Kept(this.#url);
      const done = await this.#kept.exchange(left, (shot, answer, fault) => this.#tell(shot, answer, fault));
      if (this.#kept.over) this.#kept = undefined;
      left = left.slice(done);
      // A connection may end while it rests; on a new one the first request has to be answered.
      if (done === 0 && fresh && tries > 0) {
        this.#tell(left[0], undefined, 'The connection ended without an answer');
        left = left.slice(1);
      }
    }
  }

  /** On a connection of its own. */
  sendAlone(shot) {
    return new Promise((resolve) => {
      const socket = open(this.#url);
      let bytes = Buffer.alloc(0);
      let timedOut = false;
      const timer = setTimeout(
        () => {
          timedOut = true;
          socket.destroy();
        },
        shot.streams ? streamMs : patienceMs,
      ); // prettier-ignore
      socket.on('data', (chunk) => {
        bytes = bytes.length === 0 ? chunk : Buffer.concat([bytes, chunk]);
        if (shot.streams && bytes.includes('\r\n\r\n')) socket.destroy();
        // Left open by us, and kept open by the gateway for the next request.
        else if (shot.ending === 'wait' && isWhole(bytes, shot)) socket.destroy();
      });
      socket.on('close', () => {
        clearTimeout(timer);
        this.#judge(shot, bytes, timedOut && !shot.streams);
        resolve();
      });
      socket.write(shot.bytes);
      if (shot.ending === 'cut') setImmediate(() => socket.destroy());
      else if (shot.ending === 'end' && !shot.streams) socket.end();
    });
  }

  close() {
    this.#kept?.close();
  }

  #judge(shot, bytes, hung) {
    try {
      const answer = answerIn(bytes, 0, shot.headOnly);
      const cut = shot.ending === 'cut' || shot.streams;
      if (answer && cut) return this.#tell(shot, answer, answer.status >= 500 ? faultOf(answer) : undefined);
      if (answer)
        return this.#tell(
          shot,
          answer,
          faultOf(answer, shot) ?? faultOfMore(bytes, answer.end) ?? (hung ? 'Answered, but never closed' : undefined),
        );
      // A request that is cut, or that no reader can find the end of, needs no answer; it needs an end.
      this.#tell(shot, undefined, hung ? `No answer in ${patienceMs / 1000} s` : undefined);
    } catch (error) {
      this.#tell(shot, undefined, error.message);
    }
  } // prettier-ignore
}

/** What a broken request may hold further requests; none of them may be answered 5xx either. */
function faultOfMore(bytes, from) {
  for (let at = from; at < bytes.length; ) {
    const answer = answerIn(bytes, at, false);
    if (!answer) return undefined;
    if (answer.status >= 500) return faultOf(answer);
    at = answer.end;
  }
  return undefined;
}

function isWhole(bytes, { headOnly }) {
  try {
    return answerIn(bytes, 0, headOnly)?.whole === true;
  } catch {
    return false;
  }
}

function open(url) {
  const socket = connect(Number(url.port), url.hostname);
  socket.setNoDelay(true);
  socket.on('error', () => {});
  return socket;
}

/** A connection that is kept. */
class Kept {
  over = false;
  #socket;
  #bytes = Buffer.alloc(0);
  #wake = () => {};

  constructor(url) {
    this.#socket = open(url);
    this.#socket.on('data', (chunk) => {
      this.#bytes = this.#bytes.length === 0 ? chunk : Buffer.concat([this.#bytes, chunk]);
      this.#wake();
    });
    this.#socket.on('close', () => {
      this.over = true;
      this.#wake();
    });
  }

  /** @returns {Promise<number>} how many were answered; fewer than all when the connection ended */
  async exchange(shots, tell) {
    this.#socket.write(shots.length === 1 ? shots[0].bytes : Buffer.concat(shots.map(({ bytes }) => bytes)));
    let done = 0;
    for (const shot of shots) {
      const answer = await this.#answer(shot);
      if (answer === undefined) break;
      if (answer === 'hung') {
        tell(shot, undefined, `No answer in ${patienceMs / 1000} s`);
        this.close();
        return done + 1;
      }
      if (answer instanceof Error) {
        tell(shot, undefined, answer.message);
        this.close();
        return done + 1;
      }
      this.#bytes = this.#bytes.subarray(answer.end);
      done += 1;
      tell(
        shot,
        answer,
        faultOf(answer, shot) ?? (done === shots.length && this.#bytes.length > 0 ? 'More was answered than was asked' : undefined),
      );
      if (answer.headers['connection'] === 'close') {
        this.close();
        break;
      }
    }
    return done;
  } // prettier-ignore

  async #answer({ headOnly }) {
    const end = Date.now() + patienceMs;
    for (;;) {
      try {
        const answer = answerIn(this.#bytes, 0, headOnly);
        if (answer?.whole) return answer;
        if (this.over) return undefined;
      } catch (error) {
        return error;
      }
      if (Date.now() >= end) return 'hung';
      await new Promise((resolve) => {
        const timer = setTimeout(resolve, end - Date.now());
        this.#wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
  }

  close() {
    this.over = true;
    this.#socket.destroy();
  }
}
