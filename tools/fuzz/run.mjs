import { Lane } from './client.mjs';
import { Pulse } from './pulse.mjs';
import { Seen, shotOf } from './source.mjs';
import { Tally } from './tally.mjs';
import { buildWorld } from './world.mjs';

const lanes = 48;
const mostInOneWrite = 4;
const mostFindings = 20;

/**
 * Sends that many requests to a gateway of its own and judges each answer, its memory, its descriptors and its end.
 *
 * @param {{ requests: number, seed: number, from?: number, tell?: (line: string) => void }} options from: the number of the first one
 */
export async function fuzzRun({ requests, seed, from = 0, tell = () => {} }) {
  const closers = [];
  const close = async () => {
    for (const one of closers.splice(0).reverse()) await one();
  };
  try {
    const world = await buildWorld(closers);
    const tally = new Tally(seed, mostFindings);
    const pulse = new Pulse(world.gateway);
    closers.push(() => pulse.stop());
    const source = new Source({ seed, world, seen: new Seen() }, from, from + requests);
    const startedAt = Date.now();
    const stopWords = everySoOften(() =>
      tell(`${tally.done} of ${requests} requests, ${rateOf(tally.done, startedAt)}/s, ${tally.statusLine()}, ${pulse.line()}`),
    );
    closers.push(stopWords);
    await pulse.begin();
    await send(source, tally, pulse, world);
    await stopWords();
    const seconds = (Date.now() - startedAt) / 1000;
    await pulse.stop();
    const alive = world.gateway.isAlive;
    const end = alive ? await world.gateway.stop() : `dead: ${await world.gateway.stop()}`;
    return {
      requests: tally.done,
      seed,
      seconds,
      end,
      alive,
      complaints: world.gateway.complaints,
      ...tally.outcome(),
      ...pulse.outcome(),
    };
  } finally {
    await close();
  }
} // prettier-ignore

/** What is left of the requests; the lanes take from it in turn. */
class Source {
  #made;
  #next;
  #end;

  constructor(made, from, end) {
    [this.#made, this.#next, this.#end] = [made, from, end];
  }

  get seen() {
    return this.#made.seen;
  }

  take() {
    if (this.#next >= this.#end) return undefined;
    return shotOf(this.#next++, this.#made);
  }
}

async function send(source, tally, pulse, { gateway }) {
  const tell = (shot, answer, fault) => {
    tally.count(shot, answer, fault);
    if (answer) source.seen.learn(shot.door, answer);
  };
  const run = async () => {
    const lane = new Lane(gateway.url, tell);
    for (let batch = []; ; ) {
      const shot = source.take();
      const alone = shot && (!shot.sound || shot.streams);
      if (shot && !alone) batch.push(shot);
      if (batch.length > 0 && (!shot || alone || batch.length >= 1 + (shot.number % mostInOneWrite))) {
        await lane.sendAll(batch);
        batch = [];
      }
      if (alone) await lane.sendAlone(shot);
      if (!shot || tally.isFull || !gateway.isAlive) break;
      pulse.done = tally.done;
    }
    lane.close();
  };
  await Promise.all(Array.from({ length: lanes }, run));
}

const rateOf = (done, startedAt) => Math.round((done * 1000) / Math.max(1, Date.now() - startedAt));

function everySoOften(act) {
  const timer = setInterval(() => act(), 10_000);
  return async () => clearInterval(timer);
}
