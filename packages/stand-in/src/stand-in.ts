import { mkdtemp, rm } from 'node:fs/promises';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { App, SeenCall } from './app.ts';
import { Faults } from './faults.ts';
import { RateLimiter } from './http/rate-limiter.ts';
import { Router } from './http/router.ts';
import type { Json } from './json.ts';
import { resetApp } from './lifecycle/reset.ts';
import { routes } from './routes/index.ts';
import { Catalogue } from './search/catalogue.ts';
import { isPlan, type Seeded, type SeedPlan, seed } from './seeds/seed.ts';
import { createHttpServer, type Tls } from './server.ts';
import { Blobs } from './state/blobs.ts';
import { OAuth, type OAuthClient } from './state/oauth.ts';
import { SearchIndex } from './state/search-index.ts';
import { Store } from './state/store.ts';
import type { Account, Tokens } from './state/users.ts';

export interface StandInOptions {
  /** 0 (the default) takes a free port. */
  port?: number;
  /** The address to listen on; loopback unless told. */
  host?: string;
  /** Where the state lives, kept over restarts. Absent: a temporary folder, removed at close. */
  folder?: string;
  /** Milliseconds until listings and searches see a change; 0 unless told. */
  indexLagMs?: number;
  /** Milliseconds from publication until DataCite shows the DOI; 0 unless told. */
  doiDelayMs?: number;
  /** True: Zenodo's limits per minute are kept and every answer carries their headers. */
  rateLimits?: boolean;
  /** True: `calls`, and the page that shows them, also hold the first 10 kB of each body, without tokens. */
  recordBodies?: boolean;
  /** Tokens that are known beforehand, for some of the accounts `owner`, `other`, `fresh` and `admin`. The others have made-up ones. */
  tokens?: Readonly<Partial<Record<Account, string>>>;
  /** What is put there before the first call, as by `seed`. A folder in which something is deposited is left as it is. */
  seed?: SeedPlan;
  /** False: calls that arrive side by side go one after another, where the real software loses one of them. */
  races?: boolean;
  /** A certificate and its key in PEM: the server then speaks https alone. */
  tls?: Tls;
  /** Scheme and host for links in answers, where a proxy stands before this server. Absent: those of each request. */
  publicUrl?: string;
}

/** A running stand-in. */
export interface StandIn extends AsyncDisposable {
  /** `http://127.0.0.1:PORT`, without a slash at its end. */
  readonly url: string;
  readonly tokens: Tokens;
  /** The application that is registered for OAuth 2; it may send people back to any address. */
  readonly oauth: OAuthClient;
  readonly faults: Faults;
  /** Every call so far, in the order of their answers. */
  readonly calls: readonly SeenCall[];
  /** Blocks an account, as a spam classifier does: its token is worth nothing until it is unblocked. */
  block(account: string): void;
  unblock(account: string): void;
  /**
   * Puts users, communities and records there before a test begins: `seed({ records: 2000 })`.
   *
   * @throws {Error} what is wanted is refused, with the field
   */
  seed(plan: SeedPlan): Promise<Seeded>;
  /** Makes it as it was at a first start: nothing deposited, no fault, no call noted. Address and tokens stay. */
  reset(): Promise<void>;
  /** Stops listening, drops open connections, and removes a temporary folder. */
  close(): Promise<void>;
}

/**
 * Starts an HTTP server that answers as Zenodo does.
 *
 * @throws {Error} the port is taken, the folder cannot be written, a token is none, or the certificate is none
 */
export async function startStandIn(options: StandInOptions = {}): Promise<StandIn> {
  const folder = options.folder ?? (await mkdtemp(path.join(tmpdir(), 'zenodo-stand-in-')));
  const durable = options.folder !== undefined;
  const removeFolder = async () => {
    if (!durable) await rm(folder, { recursive: true, force: true });
  };
  const faults = new Faults(options);
  // A clock that was moved ahead has moved on for the index too.
  const lagMs = () => faults.indexLagMs - Math.max(0, faults.now() - Date.now());
  const store = new Store(folder, durable, new SearchIndex(lagMs));
  const blobs = new Blobs(folder, durable);
  blobs.sweep(() => store.blobNames());
  const app: App = {
    store,
    catalogue: new Catalogue(store.index),
    blobs,
    faults,
    tokens: store.users.tokens,
    oauth: new OAuth(),
    calls: [],
    recordBodies: options.recordBodies ?? false,
    publicUrl: options.publicUrl,
  };
  const limiter = new RateLimiter(
    () => faults.now(),
    () => faults.limits,
  );
  const ending = new AbortController();
  const host = options.host ?? '127.0.0.1';
  let server: Server;
  try {
    for (const [account, token] of Object.entries(options.tokens ?? {})) store.users.setToken(account, token);
    server = createHttpServer(app, new Router(routes), limiter, ending.signal, options.tls);
    await new Promise<void>((done, fail) => {
      server.once('error', fail);
      server.listen(options.port ?? 0, host, done);
    });
  } catch (error) {
    store.close();
    await removeFolder();
    throw error;
  }

  const warmed = app.catalogue.warm(ending.signal);
  let closing: Promise<void> | undefined;
  const close = () => {
    closing ??= (async () => {
      ending.abort();
      const stopped = new Promise((done) => server.close(done));
      server.closeAllConnections();
      await Promise.all([stopped, warmed]);
      store.close();
      await removeFolder();
    })();
    return closing;
  };
  if (options.seed && store.isEmpty) {
    try {
      await seed(app, planned(options.seed));
    } catch (error) {
      await close();
      throw error;
    }
  }
  const { port } = server.address() as AddressInfo;
  const shownHost = host.includes(':') ? `[${host}]` : host;
  const idOf = (account: string): string => {
    const user = store.users.withAccount(account);
    if (!user) throw new Error(`There is no account "${account}"; the accounts are ${Object.keys(app.tokens).join(', ')}.`);
    return user.id;
  };
  const url = `${options.tls ? 'https' : 'http'}://${shownHost}:${port}`;
  return {
    url,
    tokens: app.tokens,
    oauth: app.oauth.client,
    faults,
    calls: app.calls,
    block: (account) => store.blockedUsers.add(idOf(account)),
    unblock: (account) => store.blockedUsers.remove(idOf(account)),
    seed: async (plan) => seed(app, planned(plan)),
    async reset() {
      resetApp(app);
    },
    close,
    [Symbol.asyncDispose]: close,
  };
}

/** Without a compiler a misspelt word would seed nothing, in silence. */
function planned(plan: SeedPlan): SeedPlan {
  if (isPlan(plan as unknown as Json)) return plan;
  throw new Error('A seed is an object of "users", "as", "communities" and "records", such as { records: 2000 }.');
}
