import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { InjectStore, type Store } from '@zenodo-connect/nestjs';
import { ConfigError, type Settings } from '../config/settings.ts';
import { GATEWAY_SETTINGS } from '../gateway.tokens.ts';
import { Reception } from '../intake/reception.ts';
import { RecipeBook } from '../recipes/recipe-book.ts';
import type { NotedObject } from './s3-event.ts';
import { S3Source } from './s3-source.ts';
import { WatchSource } from './watch-source.ts';

/** What the gateway fetches by itself: watched folders, and buckets. */
@Injectable()
export class Sources implements OnApplicationBootstrap, OnApplicationShutdown {
  readonly #watches: readonly WatchSource[];
  readonly #buckets: readonly S3Source[];

  constructor(
    @Inject(GATEWAY_SETTINGS) { watch = [], stores = [], log }: Settings,
    @InjectStore() store: Store,
    @Inject(Reception) reception: Reception,
    @Inject(RecipeBook) book: RecipeBook,
  ) {
    for (const { route } of [...watch, ...stores])
      if (!book.find(route)) throw new ConfigError(`A watched folder or a store is for the route "${route}", which has no recipe.`);
    const parts = { store, reception, book, log };
    this.#watches = watch.map((one) => new WatchSource(one, parts));
    this.#buckets = stores.map((one) => new S3Source(one, parts));
  }

  async onApplicationBootstrap(): Promise<void> {
    for (const bucket of this.#buckets) bucket.start();
    await Promise.all(this.#watches.map((one) => one.start()));
  }

  async onApplicationShutdown(): Promise<void> {
    await Promise.all([...this.#watches, ...this.#buckets].map((one) => one.stop()));
  }

  /** Looks at the objects of which a notification tells; how many of them are in buckets of this route. */
  hint(route: string, objects: readonly NotedObject[]): number {
    const own = this.#buckets.filter((bucket) => bucket.route === route);
    return objects.filter((object) => own.map((one) => one.hint(object)).includes(true)).length;
  }

  /** Whether this route has a bucket, so that JSON messages on it are notifications. */
  has(route: string): boolean {
    return this.#buckets.some((bucket) => bucket.route === route);
  }
}
