/** A real Redis from the machine's own binary, for tests: in memory, on loopback, without a password. */
import { connect } from 'node:net';
import { capture } from '../lib/workspace.mjs';
import { folderFor, freePort, Server } from './server.mjs';

/** Why there is none here, in a sentence; undefined when there is one. */
export async function redisMissing() {
  const { code } = await capture('redis-server', ['--version']).catch(() => ({ code: 1 }));
  return code === 0 ? undefined : 'Redis is not installed. On Debian: apt-get install redis-server';
}

export async function startRedis() {
  const folder = await folderFor('redis', {});
  const port = await freePort();
  const args = ['--port', String(port), '--bind', '127.0.0.1', '--dir', folder, '--save', '', '--appendonly', 'no'];
  const ready = async () => (await ask(port, 'PING')).startsWith('+PONG');
  const server = new Server({ name: 'Redis', folder, command: 'redis-server', args, user: {}, ready });
  await server.start();
  return Object.assign(server, {
    host: '127.0.0.1',
    port,
    url: `redis://127.0.0.1:${port}`,
    /** Loses everything, as after a restart without persistence. */
    flush: () => ask(port, 'FLUSHALL'),
  });
}

function ask(port, command) {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(`${command}\r\n`));
    const end = (answer) => {
      socket.destroy();
      resolve(answer);
    };
    socket.setTimeout(1_000, () => end(''));
    socket.once('data', (reply) => end(String(reply)));
    socket.once('error', () => end(''));
  });
}
