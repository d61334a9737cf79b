import type { Stats } from 'node:fs';
import { lstat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

/** When a file is complete, though nobody says so. */
export interface ReadyRules {
  /** Unchanged for this long, by our own clock: tools that keep a file's old date would look old at once. */
  readonly quietMs: number;
  /** A file beside it that says so, such as `{name}.done`. Then nothing else makes it complete. */
  readonly marker?: string | undefined;
}

interface Seen {
  readonly stamp: string;
  readonly since: number;
}

const mostAtOnce = 500;

/** Size, date and place on the disk: another file under the same name has another one. */
export const stampOf = ({ size, mtimeMs, ino }: Stats): string => `${size}-${Math.round(mtimeMs)}-${ino}`;

export interface ReadyFile {
  readonly path: string;
  readonly size: number;
  readonly stamp: string;
}

/** Files that were noticed and may still be written to; says which have come to rest. */
export class ReadyFiles {
  readonly #rules: ReadyRules;
  readonly #seen = new Map<string, Seen>();
  readonly #markerPattern: RegExp | undefined;

  constructor(rules: ReadyRules) {
    this.#rules = rules;
    const { marker } = rules;
    this.#markerPattern = marker === undefined ? undefined : new RegExp(`^${marker.split('{name}').map(escaped).join('.+')}$`);
  }

  notice(path: string): void {
    if (this.isMarker(path)) return;
    if (!this.#seen.has(path)) this.#seen.set(path, { stamp: '', since: 0 });
  }

  isMarker(path: string): boolean {
    return this.#markerPattern?.test(basename(path)) ?? false;
  }

  /** Those that are complete now; each is told once, and again when it is noticed again. @param now - milliseconds that only go forward */
  async take(now = performance.now()): Promise<readonly ReadyFile[]> {
    const ready: ReadyFile[] = [];
    for (const [path, seen] of [...this.#seen].slice(0, mostAtOnce)) {
      const stats = await lstat(path).catch(() => undefined);
      // Links, pipes and devices lead elsewhere, and a file that is gone is not waited for.
      if (!stats?.isFile()) {
        this.#seen.delete(path);
        continue;
      }
      const stamp = stampOf(stats);
      // Put to the end, so that many that wait do not hide others.
      this.#seen.delete(path);
      if (seen.stamp === stamp && (await this.#isComplete(path, now - seen.since)) && stats.size > 0)
        ready.push({ path, size: stats.size, stamp });
      else this.#seen.set(path, seen.stamp === stamp ? seen : { stamp, since: now });
    }
    return ready;
  }

  async #isComplete(path: string, quietForMs: number): Promise<boolean> {
    const { marker, quietMs } = this.#rules;
    if (marker === undefined) return quietForMs >= quietMs;
    const file = join(dirname(path), marker.replaceAll('{name}', basename(path)));
    return (await lstat(file).catch(() => undefined))?.isFile() ?? false;
  }
}

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
