import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Transport, undiciTransport, type ZenodoOptions } from '@zenodo-connect/core';
import { type StandIn, type StandInOptions, startStandIn } from '@zenodo-connect/stand-in';
import type { DepositsOptions } from '../deposits/deposits-options.ts';
import type { EventsOptions } from '../events/events-options.ts';
import type { ZenodoModuleOptions } from '../zenodo.interfaces.ts';
import { DRIVEN } from '../zenodo.tokens.ts';

export interface ZenodoTestOptions {
  /** Accounts besides `default`, each a user of the stand-in with a token of its own. */
  readonly accounts?: readonly string[];
  readonly standIn?: StandInOptions;
  readonly deposits?: DepositsOptions;
  readonly events?: EventsOptions;
}

/** So long that no lease ends and nothing is looked for by a timer: a test says when. */
const neverMs = 20 * 24 * 3_600_000;

/**
 * A Zenodo of a test's own: a stand-in, an empty store, and a clock that jumps over every wait. Close it after the test; inside
 * of a `ZenodoTestingModule` it is closed with the module.
 */
export class ZenodoTest {
  /** The stand-in: its faults, tokens, seeds and calls. */
  readonly standIn: StandIn;
  /** For `ZenodoModule.forRoot`, or to override `ZENODO_OPTIONS` with. */
  readonly options: ZenodoModuleOptions;
  readonly #folder: string;
  readonly #base: ZenodoModuleOptions;

  private constructor(standIn: StandIn, folder: string, tokens: Readonly<Record<string, string>>, options: ZenodoTestOptions) {
    this.standIn = standIn;
    this.#folder = folder;
    const client = (token: string): ZenodoOptions => ({
      baseUrl: standIn.url,
      dataciteUrl: standIn.url,
      token,
      now: () => this.now(),
      transport: this.#transport,
    });
    this.#base = {
      zenodo: client(standIn.tokens.owner),
      accounts: Object.fromEntries(Object.entries(tokens).map(([name, token]) => [name, client(token)])),
      store: { path: join(folder, 'zenodo.db') },
      deposits: { pollMs: neverMs, leaseMs: neverMs * 365, shutdownMs: 1_000, now: () => this.now(), ...options.deposits },
      events: { share: 0.25, confirmMs: 1_000, pollMs: neverMs, leaseMs: neverMs * 365, ...options.events },
    };
    this.options = this.optionsWith({});
  }

  static async start(options: ZenodoTestOptions = {}): Promise<ZenodoTest> {
    const { accounts = [] } = options;
    const standIn = await startStandIn({ port: 0, ...options.standIn });
    const folder = await mkdtemp(join(tmpdir(), 'zenodo-test-'));
    // A user of the stand-in has a name of small letters; accounts are called as people like.
    const users = accounts.map((_, at) => `account${at + 1}`);
    if (users.length > 0) await standIn.seed({ users });
    const tokens = Object.fromEntries(accounts.map((name, at) => [name, standIn.tokens[users[at]!]!]));
    return new ZenodoTest(standIn, folder, tokens, options);
  }

  /** The same with changes, such as for another process of the application: `{ deposits: { owner: 'second' } }`. */
  optionsWith({ deposits, events }: Pick<ZenodoTestOptions, 'deposits' | 'events'>): ZenodoModuleOptions {
    const base = this.#base;
    const options = { ...base, deposits: { ...base.deposits, ...deposits }, events: { ...base.events, ...events } };
    return Object.assign(options, { [DRIVEN]: this });
  }

  /** What the clock shows, to all: milliseconds since 1970. */
  now(): number {
    return this.standIn.faults.now();
  }

  /** Lets time go by at once. */
  advance(ms: number): void {
    this.standIn.faults.advanceClock(ms);
  }

  async close(): Promise<void> {
    await this.standIn.close();
    await rm(this.#folder, { recursive: true, force: true });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  /** Real bytes, and waits that are over at once. */
  readonly #transport: Transport = {
    ...undiciTransport(),
    sleep: async (ms, signal) => {
      signal?.throwIfAborted();
      this.advance(ms);
      await new Promise((resolve) => setImmediate(resolve));
    },
  };
}
