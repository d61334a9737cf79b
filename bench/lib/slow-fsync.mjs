import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { benchFolder } from './payload.mjs';

/** What a process's environment needs so that each of its fsyncs takes 2 ms more; undefined where that cannot be made. */
export async function slowFsync() {
  if (process.platform !== 'linux') return undefined;
  const library = path.join(await benchFolder(), 'slow-fsync.so');
  const source = path.join(path.dirname(fileURLToPath(import.meta.url)), 'slow-fsync.c');
  const made = spawnSync('cc', ['-shared', '-fPIC', '-O2', '-o', library, source, '-ldl'], { stdio: 'ignore' });
  return made.status === 0 ? { LD_PRELOAD: library } : undefined;
}
