import { Inject, Injectable } from '@nestjs/common';
import { DiscoveryService, MetadataScanner, Reflector } from '@nestjs/core';
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
  readonly #discovery: DiscoveryService;
  readonly #scanner: MetadataScanner;
  readonly #reflector: Reflector;

  constructor(
    @Inject(DiscoveryService) discovery: DiscoveryService,
    @Inject(MetadataScanner) scanner: MetadataScanner,
    @Inject(Reflector) reflector: Reflector,
  ) {
    this.#discovery = discovery;
    this.#scanner = scanner;
    this.#reflector = reflector;
  }

  /** @throws {Error} two handlers of one name, which would take each other's calls */
  find(): ReadonlyMap<string, Hook> {
    const hooks = new Map<string, Hook>();
    const seen = new Set<object>();
    for (const wrapper of [...this.#discovery.getProviders(), ...this.#discovery.getControllers()]) {
      const { instance } = wrapper as { readonly instance: unknown };
      if (typeof instance !== 'object' || instance === null || !wrapper.isDependencyTreeStatic() || seen.has(instance)) continue;
      seen.add(instance);
      for (const hook of this.#of(instance as Methods)) {
        if (hooks.has(hook.name)) {
          throw new Error(`Two @OnDeposit handlers are called "${hook.name}"; give one of them another name: @OnDeposit(…, { name }).`);
        }
        hooks.set(hook.name, hook);
      }
    }
    return hooks;
  }

  #of(instance: Methods): Hook[] {
    const prototype = Object.getPrototypeOf(instance) as Methods | null;
    if (!prototype) return [];
    return this.#scanner.getAllMethodNames(prototype).flatMap((method) => {
      const handler = prototype[method];
      const settings = handler && this.#reflector.get<HookSettings | undefined>(HOOK_METADATA, handler);
      if (!settings) return [];
      const name = settings.name ?? `${instance.constructor.name}.${method}`;
      return [{ name, settings, call: (job, change) => handler.call(instance, job, change) } satisfies Hook];
    });
  }
}

type Methods = Record<string, ((...args: unknown[]) => unknown) | undefined> & { readonly constructor: { readonly name: string } };
