/** A real PostgreSQL from the machine's own binaries, for tests: a cluster of its own in .cache, on loopback, without passwords. */
import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { connect } from 'node:net';
import path from 'node:path';
import { capture } from '../lib/workspace.mjs';
import { folderFor, freePort, Server, userFor } from './server.mjs';

const debian = '/usr/lib/postgresql';
const role = 'zenodo';

/** Why there is none here, in a sentence; undefined when there is one. */
export async function postgresMissing() {
  return (await binaries()) ? undefined : 'PostgreSQL is not installed. On Debian: apt-get install postgresql';
}

/**
 * Starts an empty server. Its `stop('SIGINT')` cuts all connections (PostgreSQL's fast shutdown), `kill()` is a crash.
 *
 * @param {{ settings?: Readonly<Record<string, string>> }} [options]
 */
export async function startPostgres({ settings = {} } = {}) {
  const bin = await binaries();
  if (!bin) throw new Error(await postgresMissing());
  const user = await userFor('postgres');
  const folder = await folderFor('postgres', user);
  const data = path.join(folder, 'data');
  const port = await freePort();
  const made = await capture(path.join(bin, 'initdb'), ['-D', data, '-U', role, '--auth=trust', '-E', 'UTF8', '--locale=C', '--no-sync'], {
    cwd: folder,
    ...user,
  });
  if (made.code !== 0) throw new Error(`initdb failed:\n${made.output}`);
  const given = { listen_addresses: '127.0.0.1', unix_socket_directories: '', port: String(port), ...settings };
  const args = ['-D', data, ...Object.entries(given).flatMap(([name, value]) => ['-c', `${name}=${value}`])];
  const ready = () => answers(port);
  const server = new Server({ name: 'PostgreSQL', folder, command: path.join(bin, 'postgres'), args, user, ready });
  await server.start();
  const urlOf = (database) => `postgres://${role}@127.0.0.1:${port}/${database}`;
  let databases = 0;
  return Object.assign(server, {
    port,
    urlOf,
    /** A new empty database; its address. */
    async createDatabase() {
      const name = `test_${++databases}`;
      const psql = ['-h', '127.0.0.1', '-p', String(port), '-U', role, '-d', 'postgres', '-c', `CREATE DATABASE ${name}`];
      const { code, output } = await capture(path.join(bin, 'psql'), psql);
      if (code !== 0) throw new Error(`The database ${name} could not be made:\n${output}`);
      return urlOf(name);
    },
  });
}

async function binaries() {
  const versions = existsSync(debian) ? await readdir(debian) : [];
  const folders = [
    ...versions.toSorted((a, b) => Number(b) - Number(a)).map((version) => path.join(debian, version, 'bin')),
    ...(process.env.PATH ?? '').split(path.delimiter),
  ];
  return folders.find((folder) => ['initdb', 'postgres', 'psql'].every((name) => existsSync(path.join(folder, name))));
}

/** A start-up message, answered by a request for authentication; while it starts or stops it is answered by an error. */
function answers(port) {
  return new Promise((resolve) => {
    const parameters = Buffer.from(`user\0${role}\0database\0postgres\0\0`);
    const head = Buffer.alloc(8);
    head.writeInt32BE(head.length + parameters.length, 0);
    head.writeInt32BE(196_608, 4);
    const socket = connect(port, '127.0.0.1', () => socket.write(Buffer.concat([head, parameters])));
    const end = (answer) => {
      socket.destroy();
      resolve(answer);
    };
    socket.setTimeout(1_000, () => end(false));
    socket.once('data', (reply) => end(reply[0] === 0x52));
    socket.once('error', () => end(false));
    socket.once('close', () => resolve(false));
  });
}
