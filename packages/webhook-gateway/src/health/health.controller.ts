import { access, constants } from 'node:fs/promises';
import { Controller, Get, Head, Inject } from '@nestjs/common';
import { InjectStore, type Store } from '@zenodo-connect/nestjs';
import { Spool } from '../intake/spool.ts';
import { unavailable } from '../problems/problem-of.ts';
import { RecipeBook } from '../recipes/recipe-book.ts';

/** For whoever watches the process. Neither needs a token, and neither tells anything but yes or no and whether the recipes are behind. */
@Controller()
export class HealthController {
  readonly #store: Store;
  readonly #spool: Spool;
  readonly #book: RecipeBook;

  constructor(@InjectStore() store: Store, @Inject(Spool) spool: Spool, @Inject(RecipeBook) book: RecipeBook) {
    this.#book = book;
    this.#store = store;
    this.#spool = spool;
  }

  /** The process runs. */
  @Get('healthz')
  alive() {
    return { status: 'ok' };
  }

  @Head('healthz')
  aliveHead() {
    return this.alive();
  }

  /**
   * It can take files in: the database answers and the spool can be written. So it can by the recipes of before, too, when those
   * in the folder cannot be used.
   */
  @Get('readyz')
  async ready() {
    try {
      await Promise.all([this.#store.query('SELECT 1 AS one'), access(this.#spool.folder, constants.W_OK)]);
    } catch {
      throw unavailable();
    }
    return { status: 'ready', recipes: this.#book.isBehind ? 'those of before: the changed ones cannot be used' : 'at work' };
  }

  @Head('readyz')
  readyHead() {
    return this.ready();
  }
}
