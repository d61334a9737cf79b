/** Puts public Python clients into .cache/clients, in a virtual environment of their own. Idempotent. */
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { cache, capture } from '../lib/workspace.mjs';

const requirements = path.join(path.dirname(fileURLToPath(import.meta.url)), 'requirements.txt');

/**
 * @returns {Promise<{ python: string, bin: string }>} the environment's Python and its folder of commands
 * @throws {Error} what pip said
 */
export async function installClients() {
  const key = createHash('sha256')
    .update(await readFile(requirements))
    .digest('hex')
    .slice(0, 12);
  const folder = path.join(cache, 'clients', key);
  const bin = path.join(folder, 'bin');
  const clients = { python: path.join(bin, 'python'), bin };
  const ready = path.join(folder, 'ready');
  if (existsSync(ready)) return clients;
  await rm(folder, { recursive: true, force: true });
  await mkdir(path.dirname(folder), { recursive: true });
  await succeed('python3', ['-m', 'venv', folder], 'On Debian: apt-get install python3-venv');
  await succeed(clients.python, ['-m', 'pip', 'install', '--quiet', '--requirement', requirements], 'It needs the network the first time');
  await writeFile(ready, '');
  return clients;
}

async function succeed(command, args, advice) {
  const { code, output } = await capture(command, args);
  if (code !== 0) throw new Error(`${command} ${args.slice(0, 3).join(' ')} ended with ${code}. ${advice}.\n${output}`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.stdout.write(`${(await installClients()).bin}\n`);
