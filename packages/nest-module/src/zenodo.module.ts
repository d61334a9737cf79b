import { type DynamicModule, Global, Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { withAskedAccounts } from './accounts/account-providers.ts';
import { makeClient } from './accounts/make-client.ts';
import { ZenodoAccounts } from './accounts/zenodo-accounts.ts';
import { ZenodoFeatureModule } from './accounts/zenodo-feature.module.ts';
import { DepositsService } from './deposits/deposits.service.ts';
import { type DepositsSettings, depositsSettings } from './deposits/deposits-options.ts';
import { HookExplorer } from './deposits/hooks/hook-explorer.ts';
import { HookRunner } from './deposits/hooks/hook-runner.ts';
import { JobWatch } from './deposits/job-watch.ts';
import { DepositRunner } from './deposits/runner.ts';
import { Waits } from './deposits/waits.ts';
import { Wake } from './deposits/wake.ts';
import { DecoratedMethods } from './discovery/decorated-methods.ts';
import { EventHandlers } from './events/event-handlers.ts';
import { EventRunner } from './events/event-runner.ts';
import { EventWatch } from './events/event-watch.ts';
import { eventsSettings } from './events/events-settings.ts';
import { ZenodoEvents } from './events/zenodo-events.ts';
import { ZenodoHealth } from './health/zenodo-health.ts';
import { checkOptions } from './options-check.ts';
import { StoreRateBudget } from './rate/store-rate-budget.ts';
import type { Store } from './store/store.ts';
import { StoreKeeper } from './store/store-keeper.ts';
import { CallLog } from './telemetry/call-log.ts';
import { Telemetry } from './telemetry/telemetry.ts';
import { DepositThread } from './thread/deposit-thread.ts';
import type { ZenodoModuleOptions } from './zenodo.interfaces.ts';
import { type ASYNC_OPTIONS_TYPE, ConfigurableModuleClass, MODULE_OPTIONS_TOKEN, type OPTIONS_TYPE } from './zenodo.module-definition.ts';
import { CHECKED_OPTIONS, DEPOSITS_SETTINGS, DRIVEN, EVENTS_SETTINGS, ZENODO_CLIENT, ZENODO_STORE } from './zenodo.tokens.ts';

/** Zenodo for a Nest application: clients to inject, deposits that survive every restart, events. Global. */
@Global()
@Module({
  imports: [DiscoveryModule],
  providers: [
    StoreKeeper,
    Wake,
    Waits,
    Telemetry,
    CallLog,
    DecoratedMethods,
    DepositsService,
    DepositRunner,
    DepositThread,
    JobWatch,
    HookExplorer,
    HookRunner,
    EventHandlers,
    EventRunner,
    EventWatch,
    ZenodoEvents,
    ZenodoHealth,
    {
      provide: CHECKED_OPTIONS,
      inject: [MODULE_OPTIONS_TOKEN],
      useFactory: (options: ZenodoModuleOptions) => {
        checkOptions(options);
        return options;
      },
    },
    {
      provide: ZenodoAccounts,
      inject: [CHECKED_OPTIONS, Waits, Telemetry, ZENODO_STORE, DEPOSITS_SETTINGS],
      useFactory: (options: ZenodoModuleOptions, waits: Waits, telemetry: Telemetry, store: Store, { owner, thread }: DepositsSettings) => {
        const { sharedRate = 'postgres' in options.store || thread !== undefined } = options;
        const rateBudget = sharedRate ? new StoreRateBudget(store, owner) : undefined;
        return new ZenodoAccounts(options, (name, given) => makeClient(name, given, { waits, telemetry, rateBudget }));
      },
    },
    { provide: ZENODO_CLIENT, inject: [ZenodoAccounts], useFactory: (accounts: ZenodoAccounts) => accounts.find() },
    {
      provide: ZENODO_STORE,
      inject: [CHECKED_OPTIONS, StoreKeeper],
      useFactory: ({ store }: ZenodoModuleOptions, keeper: StoreKeeper) => keeper.open(store),
    },
    {
      provide: DEPOSITS_SETTINGS,
      inject: [CHECKED_OPTIONS],
      useFactory: ({ deposits }: ZenodoModuleOptions) => depositsSettings(deposits),
    },
    {
      provide: EVENTS_SETTINGS,
      inject: [CHECKED_OPTIONS, DEPOSITS_SETTINGS],
      useFactory: (options: ZenodoModuleOptions, deposits: DepositsSettings) => eventsSettings(options.events, deposits, DRIVEN in options),
    },
  ],
  exports: [
    ZENODO_CLIENT,
    ZENODO_STORE,
    DEPOSITS_SETTINGS,
    EVENTS_SETTINGS,
    ZenodoAccounts,
    DepositsService,
    ZenodoEvents,
    ZenodoHealth,
    EventHandlers,
    DepositThread,
    Telemetry,
    Wake,
  ],
})
export class ZenodoModule extends ConfigurableModuleClass {
  static override forRoot(options: typeof OPTIONS_TYPE): DynamicModule {
    // biome-ignore lint/complexity/noThisInStatic: Nest's builder takes the module from `this`.
    return withAskedAccounts(super.forRoot(options));
  }

  static override forRootAsync(options: typeof ASYNC_OPTIONS_TYPE): DynamicModule {
    // biome-ignore lint/complexity/noThisInStatic: as above.
    return withAskedAccounts(super.forRootAsync(options));
  }

  /** Within the module that imports it, `@InjectZenodo()` and `@InjectDeposits()` are those of this account. */
  static forFeature(account: string): DynamicModule {
    return ZenodoFeatureModule.of(account);
  }
}
