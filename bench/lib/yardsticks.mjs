import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const clients = fileURLToPath(new URL('../../.cache/clients', import.meta.url));
const runs = (command, ...args) => spawnSync(command, args, { stdio: 'ignore' }).status === 0;

/** How each thing to beat is tried, and how it is had when it is missing. */
const yardsticks = {
  curl: { there: () => runs('curl', '--version'), get: 'install curl' },
  md5sum: { there: () => runs('md5sum', '--version'), get: 'install coreutils' },
  openssl: { there: () => runs('openssl', 'version'), get: 'install openssl' },
  wget: { there: () => runs('wget', '--version'), get: 'install wget' },
  'python requests': { there: () => runs('python3', '-c', 'import requests'), get: 'python3 -m pip install requests' },
  'inveniordm-py': { there: () => publicClients() !== undefined, get: 'npm run test:real installs it' },
  'zenodo-client': { there: () => publicClients() !== undefined, get: 'npm run test:real installs it' },
};

const known = new Map();

/**
 * True when it is here; otherwise says once that it is left out. Nothing is measured in its place.
 *
 * @param {keyof typeof yardsticks} name
 */
export function has(name) {
  if (!known.has(name)) {
    const there = yardsticks[name].there();
    known.set(name, there);
    if (!there) process.stdout.write(`  (without ${name}, which is not here: ${yardsticks[name].get})\n`);
  }
  return known.get(name);
}

/** Those variants whose yardstick is here. */
export function present(variants) {
  return Object.fromEntries(Object.entries(variants).flatMap(([name, { needs, run }]) => (!needs || has(needs) ? [[name, run]] : [])));
}

/** The Python in which public Zenodo clients are installed; undefined where they are not. */
export function publicClients() {
  if (!existsSync(clients)) return undefined;
  const ready = readdirSync(clients).find((folder) => existsSync(path.join(clients, folder, 'ready')));
  return ready && path.join(clients, ready, 'bin/python');
}
