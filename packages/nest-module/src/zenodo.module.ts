import { Global, Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { Zenodo } from '@zenodo-connect/core';
import { DepositsService } from './deposits/deposits.service.ts';
import { type DepositsSettings, depositsSettings } from './deposits/deposits-options.ts';
import { HookExplorer } from './deposits/hooks/hook-explorer.ts';
import { HookRunner } from './deposits/hooks/hook-runner.ts';
import { JobWatch } from './deposits/job-watch.ts';
import { DepositRunner } from './deposits/runner.ts';
import { Waits } from './deposits/waits.ts';
import { Wake } from './deposits/wake.ts';
import { StoreRateBudget } from './rate/store-rate-budget.ts';
import type { Store } from './store/store.ts';
import { StoreKeeper } from './store/store-keeper.ts';
import type { ZenodoModuleOptions } from './zenodo.interfaces.ts';
import { ConfigurableModuleClass, MODULE_OPTIONS_TOKEN } from './zenodo.module-definition.ts';
import { DEPOSITS_SETTINGS, ZENODO_CLIENT, ZENODO_STORE } from './zenodo.tokens.ts';

/** A job that Zenodo lets wait for longer, such as for the limit of an hour, gives its worker to others. */
const longestWaitMs = 2 * 60_000;

/** Zenodo for a Nest application: a client to inject, and deposits that survive every restart. Global. */
@Global()
@Module({
  imports: [DiscoveryModule],
  providers: [
    StoreKeeper,
    Wake,
    Waits,
    DepositsService,
    DepositRunner,
    JobWatch,
    HookExplorer,
    HookRunner,
    {
      provide: ZENODO_CLIENT,
      inject: [MODULE_OPTIONS_TOKEN, Waits, ZENODO_STORE, DEPOSITS_SETTINGS],
      useFactory: (
        { zenodo, store: given, sharedRate = 'postgres' in given }: ZenodoModuleOptions,
        waits: Waits,
        store: Store,
        { owner }: DepositsSettings,
      ) => {
        if ('deposit' in zenodo) return zenodo;
        const rate = sharedRate ? { rateBudget: new StoreRateBudget(store, owner) } : {};
        return new Zenodo({ onWait: waits.tell, maxRateWaitMs: longestWaitMs, ...rate, ...zenodo });
      },
    },
    {
      provide: ZENODO_STORE,
      inject: [MODULE_OPTIONS_TOKEN, StoreKeeper],
      useFactory: ({ store }: ZenodoModuleOptions, keeper: StoreKeeper) => keeper.open(store),
    },
    {
      provide: DEPOSITS_SETTINGS,
      inject: [MODULE_OPTIONS_TOKEN],
      useFactory: ({ deposits }: ZenodoModuleOptions) => depositsSettings(deposits),
    },
  ],
  exports: [ZENODO_CLIENT, ZENODO_STORE, DEPOSITS_SETTINGS, DepositsService, Wake],
})
export class ZenodoModule extends ConfigurableModuleClass {}
