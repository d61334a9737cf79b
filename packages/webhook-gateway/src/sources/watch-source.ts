import { constants } from 'node:fs';
import { mkdir, open, rename } from 'node:fs/promises';
import { basename, dirname, join, relative } from 'node:path';
import type { Store } from '@zenodo-connect/nestjs';
import type { LogLine, WatchConfig } from '../config/gateway-config.ts';
import { datasetName, fileName } from '../intake/file-name.ts';
import { judgeEarly, type Reception } from '../intake/reception.ts';
import { Problem } from '../problems/problem.ts';
import type { RecipeBook } from '../recipes/recipe-book.ts';
import { SeenTable } from '../tables/seen.ts';
import { FolderWatch } from './folder-watch.ts';
import { placeOf } from './place-of.ts';
import { type ReadyFile, stampOf } from './ready-files.ts';

interface Parts {
  readonly store: Store;
  readonly reception: Reception;
  readonly book: RecipeBook;
  readonly log: (line: LogLine) => void;
}

/** A folder of this machine whose complete files are taken in, as if they had been sent. */
export class WatchSource {
  readonly #config: WatchConfig;
  readonly #parts: Parts;
  readonly #seen: SeenTable;
  readonly #watch: FolderWatch;
  readonly #name: string;

  constructor(config: WatchConfig, parts: Parts) {
    this.#config = config;
    this.#parts = parts;
    this.#seen = new SeenTable(parts.store);
    this.#name = `watch:${config.route}:${config.folder}`;
    const { folder, quietMs = 30_000, marker, polling } = config;
    this.#watch = new FolderWatch({
      folder,
      quietMs,
      marker,
      polling,
      take: (file) => this.#take(file),
      onError: (message) => this.#log('error', message),
    });
  }

  start(): Promise<void> {
    return this.#watch.start();
  }

  stop(): Promise<void> {
    return this.#watch.stop();
  }

  async #take({ path, stamp }: ReadyFile): Promise<void> {
    const name = relative(this.#config.folder, path);
    if (await this.#seen.has(this.#name, name, stamp)) return;
    try {
      await this.#takeIn(path, name, stamp);
    } catch (error) {
      // What the recipe refuses it refuses again, until the file or the recipe changes.
      if (!(error instanceof Problem && error.status < 500 && error.status !== 429 && error.kind !== 'cut-off')) throw error;
      await this.#parts.store.write([this.#seen.add(this.#name, name, stamp, error.message)]);
      this.#log('error', `${path} is not taken: ${error.message} ${error.nextStep}`);
    }
  }

  async #takeIn(path: string, name: string, stamp: string): Promise<void> {
    const { route, folder, datasetFrom = 'folder', moveTo } = this.#config;
    const recipe = this.#parts.book.find(route);
    if (!recipe) throw new Error(`The route ${route} has no recipe any more.`);
    const place = placeOf(folder, path, datasetFrom);
    const receivedAt = new Date();
    const said = {
      route,
      dataset: place.dataset === undefined ? undefined : datasetName(place.dataset),
      meta: {},
      received: receivedAt.toISOString(),
    };
    const file = fileName(place.name);
    judgeEarly(recipe, said, file);
    const body = await this.#read(path, stamp, recipe);
    const also = () => [this.#seen.add(this.#name, name, stamp)];
    const { job } = await this.#parts.reception.accept({
      recipe,
      said,
      files: [{ name: file, body }],
      idempotencyKey: undefined,
      receivedAt,
      also,
    });
    this.#log('info', `${path} is taken in.`, job.id);
    if (moveTo !== undefined) await this.#move(path, join(moveTo, name));
  }

  /** The very file that came to rest: never what a link leads to, and never a file that changed since. */
  async #read(path: string, stamp: string, recipe: Parameters<Reception['receive']>[1]) {
    const handle = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    try {
      const isSame = async (): Promise<boolean> => {
        const stats = await handle.stat();
        return stats.isFile() && stampOf(stats) === stamp;
      };
      if (!(await isSame())) throw new Error('it changed since it came to rest; it is looked at again.');
      const body = await this.#parts.reception.receive(handle.createReadStream({ autoClose: false, highWaterMark: 256 * 1024 }), recipe);
      if (await isSame()) return body;
      await body.spoolFile?.drop();
      throw new Error('it changed while it was read; it is looked at again.');
    } finally {
      await handle.close();
    }
  }

  async #move(path: string, to: string): Promise<void> {
    await mkdir(dirname(to), { recursive: true });
    await rename(path, to);
    const { marker } = this.#config;
    if (marker === undefined) return;
    const beside = marker.replaceAll('{name}', basename(path));
    await rename(join(dirname(path), beside), join(dirname(to), beside));
  }

  #log(level: 'info' | 'error', message: string, job?: string): void {
    this.#parts.log({ time: new Date().toISOString(), level, kind: 'watch', message, ...(job !== undefined && { job }) });
  }
}
