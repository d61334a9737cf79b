import { pause } from './random.mjs';

const create = { method: 'POST', path: '/api/records' };
const newVersion = { method: 'POST', path: '*/versions' };
const publish = { method: 'POST', path: '*/actions/publish' };
const commit = { method: 'POST', path: '*/commit' };
const anything = { path: '/api/*' };

/** What Zenodo does in bad hours, by the name that the report gives it. */
const faults = {
  '429 with a time': (on) => on.tooManyRequests(anything, { retryAfterS: 1 }),
  '500 instead of work': (on) => on.answer(anything, { status: 500 }),
  '502 in HTML instead of work': (on) => on.answer(anything, { status: 502 }),
  'HTML where JSON is expected': (on) => on.answer(anything, { status: 200, body: '<h1>Maintenance</h1>' }),
  'created, then 504': (on) => on.workThen(create, { status: 504 }),
  'created, then 500': (on) => on.workThen(create, { status: 500 }),
  'version made, then 504': (on) => on.workThen(newVersion, { status: 504 }),
  'published, then 504': (on) => on.workThen(publish, { status: 504 }),
  'published, then 500': (on) => on.workThen(publish, { status: 500 }),
  'file committed, then 504': (on) => on.workThen(commit, { status: 504 }),
  'upload cut': (on) => on.cutRequest({ path: '*/content' }, { afterBytes: 100 }),
  'answer cut': (on) => on.cutReply(anything, { afterBytes: 5 }),
};

/** A client that is not told for how long waits a minute, so there is one of these in four minutes, the first after half a minute. */
const untold = { name: '429 without headers', everyMs: 240_000, firstMs: 30_000 };

/** Good and bad hours take turns; how long one is. */
const spellMs = 2_500;

/** Lists that are behind by up to so many milliseconds; less than `create_look_ms` of the gateways. */
const lags = [50, 300, 700];

/** Bad weather over everything that a gateway leans on, until it is ended. */
export class Weather {
  happened = new Map();
  #ended = false;
  #running = [];

  zenodo(standIn, random, { untold429 }) {
    const names = Object.keys(faults);
    let untoldAt = untold429 ? Date.now() + untold.firstMs : Number.POSITIVE_INFINITY;
    let good = false;
    let turnsAt = 0;
    this.#repeat(async () => {
      await pause(200 + random() * 500);
      if (Date.now() >= turnsAt) {
        good = !good;
        turnsAt = Date.now() + spellMs * (0.5 + random());
        standIn.faults.clear();
      }
      if (good) return;
      // One at a time: those that nobody met would pile up until nothing works any more.
      standIn.faults.clear();
      if (Date.now() >= untoldAt) {
        untoldAt = Date.now() + untold.everyMs;
        standIn.faults.tooManyRequests(anything);
        this.#note(`Zenodo: ${untold.name}`);
        return;
      }
      const name = names[Math.floor(random() * names.length)];
      faults[name](standIn.faults);
      standIn.faults.indexLagMs = lags[Math.floor(random() * lags.length)];
      this.#note(`Zenodo: ${name}`);
    });
  }

  /** Restarted every five to ten seconds, by turns orderly and by a crash. */
  postgres(server, random) {
    let crash = false;
    this.#repeat(async () => {
      await pause(5_000 + random() * 5_000);
      if (this.#ended) return;
      crash = !crash;
      await server.restart(crash ? 'SIGKILL' : 'SIGINT');
      this.#note(crash ? 'PostgreSQL killed and started' : 'PostgreSQL restarted');
    });
  }

  /** Emptied every second, and killed now and then. */
  redis(server) {
    let turns = 0;
    this.#repeat(async () => {
      await pause(1_000);
      if (this.#ended) return;
      const kill = ++turns % 10 === 0;
      await (kill ? server.restart('SIGKILL') : server.flush());
      this.#note(kill ? 'Redis killed and started' : 'Redis flushed');
    });
  }

  async end(standIn) {
    this.#ended = true;
    await Promise.all(this.#running);
    standIn.faults.clear();
    standIn.faults.indexLagMs = 50;
  }

  #repeat(act) {
    const run = async () => {
      while (!this.#ended) await act();
    };
    this.#running.push(run());
  }

  #note(name) {
    this.happened.set(name, (this.happened.get(name) ?? 0) + 1);
  }
}
