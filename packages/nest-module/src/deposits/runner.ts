import type { BeforeApplicationShutdown, OnApplicationBootstrap } from '@nestjs/common';
import { Inject, Injectable } from '@nestjs/common';
import { ZenodoAccounts } from '../accounts/zenodo-accounts.ts';
import type { Store } from '../store/store.ts';
import { Telemetry } from '../telemetry/telemetry.ts';
import { ZenodoLogger } from '../telemetry/zenodo-logger.ts';
import { DEPOSITS_SETTINGS, ZENODO_STORE } from '../zenodo.tokens.ts';
import { DepositEngine } from './deposit-engine.ts';
import type { DepositsSettings } from './deposits-options.ts';
import { Waits } from './waits.ts';
import { Wake } from './wake.ts';

/** Starts and stops the engine with the application, unless the jobs are worked off elsewhere: in a thread, or in another process. */
@Injectable()
export class DepositRunner implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #engine: DepositEngine;
  readonly #isHere: boolean;

  constructor(
    @Inject(ZenodoAccounts) accounts: ZenodoAccounts,
    @Inject(ZENODO_STORE) store: Store,
    @Inject(DEPOSITS_SETTINGS) settings: DepositsSettings,
    @Inject(Wake) wake: Wake,
    @Inject(Waits) waits: Waits,
    @Inject(Telemetry) telemetry: Telemetry,
  ) {
    this.#engine = new DepositEngine({ accounts, store, settings, wake, waits, telemetry, logger: new ZenodoLogger('ZenodoDeposits') });
    this.#isHere = settings.run && settings.thread === undefined;
  }

  async onApplicationBootstrap(): Promise<void> {
    if (this.#isHere) await this.#engine.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.#engine.stop();
  }

  /** For tests: does what is due now, to its end; true when there was something. */
  turn(): Promise<boolean> {
    return this.#engine.turn();
  }

  /** When a job is due later that no person, token or community has to take further; undefined when none is. */
  nextDue(): Promise<number | undefined> {
    return this.#engine.nextDue();
  }
}
