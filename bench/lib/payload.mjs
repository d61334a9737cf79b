import { mkdir, open, stat } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const folder = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../.cache/bench');

/** Where benchmarks keep files; git ignores it. */
export async function benchFolder() {
  await mkdir(folder, { recursive: true });
  return folder;
}

/** A file of that size with bytes that do not compress, made once and kept in .cache/bench. */
export async function payload(sizeBytes) {
  const file = path.join(await benchFolder(), `${sizeBytes}.bin`);
  if ((await stat(file).catch(() => undefined))?.size === sizeBytes) return file;
  const block = Buffer.alloc(1 << 22);
  let seed = 0x9e3779b9;
  for (let at = 0; at < block.length; at += 4) {
    seed = Math.imul(seed ^ (seed >>> 15), 0x85ebca6b) + 0x6d2b79f5;
    block.writeInt32LE(seed | 0, at);
  }
  const handle = await open(file, 'w');
  for (let written = 0; written < sizeBytes; written += block.length)
    await handle.write(block, 0, Math.min(block.length, sizeBytes - written));
  await handle.close();
  return file;
}
