import type { FSWatcher } from 'chokidar';
import { type ReadyFile, ReadyFiles, type ReadyRules } from './ready-files.ts';

export interface FolderWatchOptions extends ReadyRules {
  readonly folder: string;
  /** Looks itself instead of waiting for the system to tell: for network drives. */
  readonly polling?: boolean | undefined;
  /** Takes one complete file; one that throws is taken again after the next change, or after `againMs`. */
  readonly take: (file: ReadyFile) => Promise<void>;
  readonly onError: (message: string) => void;
  readonly againMs?: number;
}

const tickMs = 250;

/** Watches a folder and hands over each file once it is complete, one after another. */
export class FolderWatch {
  readonly #options: FolderWatchOptions;
  readonly #ready: ReadyFiles;
  readonly #again = new Map<string, number>();
  #watcher: FSWatcher | undefined;
  #timer: NodeJS.Timeout | undefined;
  #pass: Promise<void> | undefined;

  constructor(options: FolderWatchOptions) {
    this.#options = options;
    this.#ready = new ReadyFiles(options);
  }

  async start(): Promise<void> {
    const { folder, polling = false, onError } = this.#options;
    // Only gateways that watch a folder load it.
    const { watch } = await import('chokidar');
    const watcher = watch(folder, {
      followSymlinks: false,
      usePolling: polling,
      ignored: (path) => /(^|[/\\])\.[^/\\]+$/.test(path.slice(folder.length)),
    });
    this.#watcher = watcher;
    watcher.on('add', (path) => this.#ready.notice(path));
    watcher.on('change', (path) => this.#ready.notice(path));
    watcher.on('error', (error) => onError(`The folder ${folder} cannot be watched as a whole: ${(error as Error).message}`));
    await new Promise<void>((resolve) => watcher.once('ready', () => resolve()));
    this.#timer = setInterval(() => {
      this.#pass ??= this.#look().finally(() => {
        this.#pass = undefined;
      });
    }, tickMs);
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#watcher?.close();
    await this.#pass;
  }

  async #look(): Promise<void> {
    for (const [path, at] of this.#again) {
      if (at > performance.now()) continue;
      this.#again.delete(path);
      this.#ready.notice(path);
    }
    for (const file of await this.#ready.take()) {
      try {
        await this.#options.take(file);
      } catch (error) {
        this.#options.onError(`${file.path}: ${(error as Error).message}`);
        this.#again.set(file.path, performance.now() + (this.#options.againMs ?? 30_000));
      }
    }
  }
}
