import { Inject, Injectable } from '@nestjs/common';
import { DecoratedMethods } from '../../discovery/decorated-methods.ts';
import type { DepositJob } from '../job.ts';
import { type DepositChange, HOOK_METADATA, type HookSettings } from './on-deposit.ts';

export interface Hook {
  readonly name: string;
  readonly settings: HookSettings;
  readonly call: (job: DepositJob, change: DepositChange) => unknown;
}

/** Finds the `@OnDeposit` methods of the application's providers and controllers. */
@Injectable()
export class HookExplorer {
  readonly #methods: DecoratedMethods;

  constructor(@Inject(DecoratedMethods) methods: DecoratedMethods) {
    this.#methods = methods;
  }

  /** @throws {Error} two handlers of one name, which would take each other's calls */
  find(): ReadonlyMap<string, Hook> {
    const hooks = new Map<string, Hook>();
    for (const { name: byDefault, settings, call } of this.#methods.find<HookSettings>(HOOK_METADATA)) {
      const name = settings.name ?? byDefault;
      if (hooks.has(name)) {
        throw new Error(`Two @OnDeposit handlers are called "${name}"; give one of them another name: @OnDeposit(…, { name }).`);
      }
      hooks.set(name, { name, settings, call });
    }
    return hooks;
  }
}
