import { Inject, Injectable } from '@nestjs/common';
import { defaultAccount } from '../accounts/account-options.ts';
import { ZenodoAccounts } from '../accounts/zenodo-accounts.ts';
import { DepositsService } from '../deposits/deposits.service.ts';
import type { DepositsSettings } from '../deposits/deposits-options.ts';
import { JobTable } from '../deposits/job-table.ts';
import { isRefusal } from '../deposits/outcome.ts';
import { ZenodoEvents } from '../events/zenodo-events.ts';
import type { Store } from '../store/store.ts';
import { redact } from '../telemetry/redact.ts';
import { DEPOSITS_SETTINGS, ZENODO_STORE } from '../zenodo.tokens.ts';

/** As `@nestjs/terminus` takes it from an indicator; it needs not be installed. */
export type ZenodoHealthResult = Record<string, { readonly status: 'up' | 'down' } & Readonly<Record<string, unknown>>>;

/** Zenodo is asked once in this time, however often the health is. */
const askedEveryMs = 30_000;
const minuteMs = 60_000;
/** More than a call to Zenodo may take here. */
const answerMs = 6_000;
const refused = 'Zenodo refuses the token of this account, or has blocked it; give it a valid one.';

/** Health indicators: `() => health.store()` in `HealthCheckService.check`. They answer within seconds and never throw. */
@Injectable()
export class ZenodoHealth {
  readonly #accounts: ZenodoAccounts;
  readonly #deposits: DepositsService;
  readonly #events: ZenodoEvents;
  readonly #jobs: JobTable;
  readonly #store: Store;
  readonly #settings: DepositsSettings;
  readonly #asked = new Map<string, { readonly at: number; readonly problem: Promise<string | undefined> }>();

  constructor(
    @Inject(ZenodoAccounts) accounts: ZenodoAccounts,
    @Inject(DepositsService) deposits: DepositsService,
    @Inject(ZenodoEvents) events: ZenodoEvents,
    @Inject(ZENODO_STORE) store: Store,
    @Inject(DEPOSITS_SETTINGS) settings: DepositsSettings,
  ) {
    this.#accounts = accounts;
    this.#deposits = deposits;
    this.#events = events;
    this.#jobs = new JobTable(store);
    this.#store = store;
    this.#settings = settings;
  }

  /** Whether the database answers: without it nothing can be taken. */
  async store(key: string = 'zenodo-store'): Promise<ZenodoHealthResult> {
    return outcome(key, async () => {
      await this.#store.query('SELECT 1 AS one');
      return {};
    });
  }

  /** Whether Zenodo answers and takes the account's token. Deposits wait while it does not: for people, not for a restart of the process. */
  async zenodo(key: string = 'zenodo', { account = defaultAccount }: { readonly account?: string } = {}): Promise<ZenodoHealthResult> {
    return outcome(key, async () => {
      const now = this.#settings.now();
      const known = this.#asked.get(account);
      const fresh = known && now - known.at < askedEveryMs ? known : { at: now, problem: this.#problemOf(account) };
      this.#asked.set(account, fresh);
      const problem = await fresh.problem;
      if (problem !== undefined) throw new Error(problem);
      return { account };
    });
  }

  /** Whether deposits are worked off: none is due for longer than `lateMs` (default 15 minutes), and no account is paused. */
  async deposits(
    key: string = 'zenodo-deposits',
    { lateMs = 15 * minuteMs }: { readonly lateMs?: number } = {},
  ): Promise<ZenodoHealthResult> {
    return outcome(key, async () => {
      const [pauses, oldest, counts] = await Promise.all([this.#deposits.pauses(), this.#jobs.oldestDue(), this.#deposits.stats()]);
      const [paused] = pauses;
      if (paused) throw new Error(`The account "${paused.account}" is paused: ${paused.reason}`);
      const late = oldest === undefined ? 0 : this.#settings.now() - oldest;
      if (late > lateMs)
        throw new Error(`A deposit is due since ${Math.round(late / minuteMs)} minutes and no process works on it; see whether one runs.`);
      return { counts };
    });
  }

  /** Whether handlers of events are called: none is owed one for longer than `lateMs` (default an hour). */
  async events(key: string = 'zenodo-events', { lateMs = 60 * minuteMs }: { readonly lateMs?: number } = {}): Promise<ZenodoHealthResult> {
    return outcome(key, async () => {
      const { owed, oldestAt } = await this.#events.backlog();
      const late = oldestAt === undefined ? 0 : this.#settings.now() - oldestAt.getTime();
      if (late > lateMs)
        throw new Error(`A handler is owed an event since ${Math.round(late / minuteMs)} minutes; see the log for why it fails.`);
      return { owed };
    });
  }

  async #problemOf(account: string): Promise<string | undefined> {
    try {
      const zenodo = await this.#accounts.resolve(account);
      const call = { maxRetries: 0, timeoutMs: 5_000 };
      if (this.#accounts.isGuest(account)) await zenodo.vocabularies.get('resourcetypes', 'dataset', call);
      else await zenodo.records.own({ size: 1 }, call).next();
      return undefined;
    } catch (error) {
      return isRefusal(error) ? refused : messageOf(error);
    }
  }
}

async function outcome(key: string, look: () => Promise<Readonly<Record<string, unknown>>>): Promise<ZenodoHealthResult> {
  try {
    return { [key]: { status: 'up', ...(await answered(look())) } };
  } catch (error) {
    return { [key]: { status: 'down', message: redact(messageOf(error)) } };
  }
}

/** A database that hangs holds a query for a minute; who asks for the health has given up by then. */
async function answered<T>(look: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`The database did not answer within ${answerMs / 1000} s; see whether it hangs.`)), answerMs);
  });
  // What comes after that is nobody's.
  look.catch(() => {});
  try {
    return await Promise.race([look, late]);
  } finally {
    clearTimeout(timer);
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
