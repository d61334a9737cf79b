import { Inject, Injectable } from '@nestjs/common';
import { DiscoveryService, MetadataScanner, Reflector } from '@nestjs/core';

export interface DecoratedMethod<Settings> {
  /** `Class.method`. */
  readonly name: string;
  readonly settings: Settings;
  readonly call: (...args: readonly unknown[]) => unknown;
}

/** Finds methods of the application's providers and controllers by what a decorator wrote on them. */
@Injectable()
export class DecoratedMethods {
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

  /** Each instance once; those that are made anew for each request are left out. */
  find<Settings>(key: string): DecoratedMethod<Settings>[] {
    const wrappers = [...this.#discovery.getProviders(), ...this.#discovery.getControllers()];
    const instances = wrappers.flatMap((wrapper) => {
      const { instance } = wrapper as { readonly instance: unknown };
      return typeof instance === 'object' && instance !== null && wrapper.isDependencyTreeStatic() ? [instance as Methods] : [];
    });
    return [...new Set(instances)].flatMap((instance) => this.#of<Settings>(instance, key));
  }

  #of<Settings>(instance: Methods, key: string): DecoratedMethod<Settings>[] {
    const prototype = Object.getPrototypeOf(instance) as Methods | null;
    if (!prototype) return [];
    return this.#scanner.getAllMethodNames(prototype).flatMap((method) => {
      const handler = prototype[method];
      const settings = handler && this.#reflector.get<Settings | undefined>(key, handler);
      if (!settings) return [];
      return [{ name: `${instance.constructor.name}.${method}`, settings, call: (...args) => handler.apply(instance, [...args]) }];
    });
  }
}

type Methods = Record<string, ((...args: unknown[]) => unknown) | undefined> & { readonly constructor: { readonly name: string } };
