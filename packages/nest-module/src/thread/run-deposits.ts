import { parentPort, workerData } from 'node:worker_threads';
import type { AccountsOptions } from '../accounts/account-options.ts';
import { makeClient } from '../accounts/make-client.ts';
import { ZenodoAccounts } from '../accounts/zenodo-accounts.ts';
import { DepositEngine } from '../deposits/deposit-engine.ts';
import { type DepositsOptions, depositsSettings } from '../deposits/deposits-options.ts';
import { patiently } from '../deposits/patiently.ts';
import { Waits } from '../deposits/waits.ts';
import { Wake } from '../deposits/wake.ts';
import { StoreRateBudget } from '../rate/store-rate-budget.ts';
import { openSharedStore } from '../store/shared-store.ts';
import type { Store } from '../store/store.ts';
import { redact } from '../telemetry/redact.ts';
import { Telemetry, type TelemetryListener } from '../telemetry/telemetry.ts';
import type { FromThread, ThreadStart, ToThread } from './thread-messages.ts';

/** What a thread that deposits is told by `ZenodoModule`. */
export interface DepositThreadContext<Data> {
  /** What `deposits.thread.data` gave. */
  readonly data: Data;
  /** The application's store; it is closed with the thread. */
  readonly store: Store;
  /** Hears what `DepositThread.tell` of the application says, from the beginning. */
  readonly heard: (listener: (message: unknown) => void) => void;
}

/** The accounts, as the application's module has them, and what is a function; numbers come from the module's own `deposits`. */
export interface DepositThreadSetup extends AccountsOptions {
  readonly deposits?: Pick<DepositsOptions, 'openFile' | 'onTransition' | 'onJournal' | 'putOff'>;
}

/**
 * Works deposits off in this thread until the application stops it. Call it once in the file that `deposits.thread` names; it needs no Nest.
 *
 * @throws {Error} this is the main thread
 */
export async function runDeposits<Data = unknown>(
  setUp: (context: DepositThreadContext<Data>) => DepositThreadSetup | Promise<DepositThreadSetup>,
): Promise<void> {
  const port = parentPort;
  if (!port) throw new Error('runDeposits works in the thread that ZenodoModule starts; name this file in its option deposits.thread.');
  const { store: how, settings: given, restMs, data } = workerData as ThreadStart;
  const say = (message: FromThread): void => port.postMessage(message);
  const store = await whenThere(() => openSharedStore(how));
  const wake = new Wake();
  const told: unknown[] = [];
  let listener = (message: unknown): void => void told.push(message);
  let stop: () => void = () => process.exit();
  let isTold = false;
  port.on('message', (message: ToThread) => {
    if (message.kind === 'tell') listener(message.message);
    else if (message.kind === 'stop') stop();
    else {
      // What the application says is not said back to it.
      isTold = true;
      wake.hear();
      isTold = false;
    }
  });
  const heard = (listen: (message: unknown) => void): void => {
    listener = listen;
    for (const message of told.splice(0)) listen(message);
  };
  const setup = await setUp({ data: data as Data, store, heard });
  const [waits, telemetry] = [new Waits(), new Telemetry()];
  telemetry.listen(passedOn(say));
  const settings = depositsSettings({ ...given, ...setup.deposits });
  // The application calls Zenodo too, and Zenodo counts both together.
  const rateBudget = new StoreRateBudget(store, `${settings.owner} thread`);
  const accounts = new ZenodoAccounts(setup, (name, options) => makeClient(name, options, { waits, telemetry, rateBudget }));
  const logger = {
    warn: (message: string) => say({ kind: 'log', level: 'warn', message: redact(message) }),
    error: (message: string) => say({ kind: 'log', level: 'error', message: redact(message) }),
  };
  const engine = new DepositEngine({ accounts, store, settings, wake, waits, telemetry, logger });
  stop = () => {
    void engine
      .stop()
      .then(() => store.close())
      .finally(() => say({ kind: 'stopped' }));
  };
  wake.listen(() => {
    if (!isTold) say({ kind: 'look' });
  });
  await whenThere(() => engine.start());
  restWhenIdle(engine, restMs, () => say({ kind: 'rest' }));
}

/** A thread that starts while the database is away waits for it: what ends with the thread would only be tried by the next one. */
const whenThere = <T>(begin: () => Promise<T>): Promise<T> => patiently(begin, Number.POSITIVE_INFINITY, new AbortController().signal);

/** Two looks in a row without anything to do, or to come soon, are a rest. */
function restWhenIdle(engine: DepositEngine, restMs: number, rest: () => void): void {
  let idle = 0;
  setInterval(() => {
    void engine.isIdle(restMs).then(
      (isIdle) => {
        idle = isIdle ? idle + 1 : 0;
        if (idle === 2) rest();
      },
      // A database that is away is waited for.
      () => {},
    );
  }, restMs / 2);
}

const passedOn = (say: (message: FromThread) => void): TelemetryListener => ({
  step: (job, step) => say({ kind: 'step', job, step }),
  settled: (change) => say({ kind: 'settled', change }),
  call: (account, entry) => say({ kind: 'call', account, entry }),
  wait: (account, wait) => say({ kind: 'wait', account, wait }),
});
