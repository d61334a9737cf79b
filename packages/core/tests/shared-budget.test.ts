import { expect, it } from 'vitest';
import {
  afterLanding,
  afterSending,
  createZenodo,
  LocalRateBudget,
  type RateBudget,
  type RateWindow,
  type Transport,
  unknownWindow,
  waitIn,
} from '../src/portable.ts';

/** What two processes would share: rows of text, changed in one step. Each process has a budget over the same rows. */
class StoredBudget implements RateBudget {
  readonly #rows: Map<string, string>;

  constructor(rows: Map<string, string>) {
    this.#rows = rows;
  }

  async take(key: string, now: number) {
    await Promise.resolve();
    const row = this.#read(key);
    const waitMs = waitIn(row, now);
    if (waitMs > 0) return { waitMs } as const;
    const taken = afterSending(row, now);
    this.#rows.set(key, JSON.stringify(taken));
    return {
      waitMs: 0,
      landed: async (told: Parameters<typeof afterLanding>[2], at: number) => {
        await Promise.resolve();
        this.#rows.set(key, JSON.stringify(afterLanding(this.#read(key), taken.sent, told, at)));
      },
    } as const;
  }

  #read(key: string): RateWindow {
    return JSON.parse(this.#rows.get(key) ?? JSON.stringify(unknownWindow)) as RateWindow;
  }
}

/** A server with ten calls a minute, and its callers' clock. */
function server() {
  let now = Date.UTC(2026, 10, 25, 12);
  const counted: number[] = [];
  let refused = 0;
  const transport: Transport = {
    send: async () => {
      await Promise.resolve();
      const inWindow = counted.filter((at) => at > now - 60_000).length;
      if (inWindow < 10) counted.push(now);
      else refused += 1;
      const headers = { 'x-ratelimit-limit': '10', 'x-ratelimit-remaining': String(Math.max(9 - inWindow, 0)) };
      const resetAt = Math.ceil((counted.find((at) => at > now - 60_000) ?? now) / 1000) + 60;
      return {
        status: inWindow < 10 ? 200 : 429,
        headers: { ...headers, 'x-ratelimit-reset': String(resetAt) },
        body: { id: '1', parent: {}, metadata: {} },
      };
    },
    sleep: async (ms) => {
      now += ms;
    },
  };
  return { transport, now: () => now, refused: () => refused };
}

/** 25 calls, in turn by two processes; answers how many Zenodo refused. */
async function refusedOf(first: RateBudget, second: RateBudget): Promise<number> {
  const { transport, now, refused } = server();
  const processes = [first, second].map((rateBudget) => createZenodo({ environment: 'sandbox', token: 't', transport, now, rateBudget }));
  for (let call = 0; call < 25; call++) await processes[call % 2]?.drafts.get('1');
  return refused();
}

it('two processes that share their budget meet no 429', async () => {
  const rows = new Map<string, string>();
  expect(await refusedOf(new StoredBudget(rows), new StoredBudget(rows))).toBe(0);
});

it('two that do not share it come through all the same, with a 429 now and then', async () => {
  expect(await refusedOf(new LocalRateBudget(), new LocalRateBudget())).toBeGreaterThan(0);
});
