import { access, constants } from 'node:fs/promises';
import { Controller, Get, Head, Inject } from '@nestjs/common';
import { InjectStore, type Store } from '@zenodo-connect/nestjs';
import { Spool } from '../intake/spool.ts';
import { unavailable } from '../problems/problem-of.ts';

/** For whoever watches the process. Neither needs a token, and neither tells anything but yes or no. */
@Controller()
export class HealthController {
  readonly #store: Store;
  readonly #spool: Spool;

  constructor(@InjectStore() store: Store, @Inject(Spool) spool: Spool) {
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

  /** It can take files in: the database answers and the spool can be written. */
  @Get('readyz')
  async ready() {
    try {
      await Promise.all([this.#store.query('SELECT 1 AS one'), access(this.#spool.folder, constants.W_OK)]);
    } catch {
      throw unavailable();
    }
    return { status: 'ready' };
  }

  @Head('readyz')
  readyHead() {
    return this.ready();
  }
}
