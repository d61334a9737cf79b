/**
 * A gateway that ends by its own hand at a named point, started by `fleet.mjs`. Its one argument is JSON: `config` (as for
 * `startGateway`), `postgres` (an address, or SQLite in `config.folder`), `dieAt`, `dieAfter` (how many times the point is passed).
 * It loads everything, says `ready`, waits for a line on stdin, and says `up <url>`.
 */
import { once } from 'node:events';
import { writeSync } from 'node:fs';
import { join } from 'node:path';
import { createPostgresStore, createSqliteStore } from '../../packages/nest-module/dist/index.js';
import { startGateway } from '../../packages/webhook-gateway/dist/index.js';
import { writePoints } from './points.mjs';

const { config, postgres, dieAt, dieAfter = 1 } = JSON.parse(process.argv[2]);
let passed = 0;

function pass(point) {
  if (point !== dieAt || ++passed < dieAfter) return;
  process.kill(process.pid, 'SIGKILL');
  // The signal is taken between two instructions; nothing more may happen here.
  for (;;);
}

/** The same store, which dies before or after the commit of a batch that is looked for. */
function deadly(store) {
  const write = async (statements) => {
    const points = writePoints(statements, store.table);
    for (const point of points) pass(`before ${point}`);
    const results = await store.write(statements);
    for (const point of points) pass(`after ${point}`);
    return results;
  };
  return new Proxy(store, {
    get: (target, name) => {
      if (name === 'write') return write;
      const value = Reflect.get(target, name);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}

function log(line) {
  if (line.kind === 'deposit') pass(`step ${line.step}`);
  if (line.kind === 'request' && line.status === 202) pass('answered');
  if (line.level === 'error') process.stderr.write(`${JSON.stringify(line)}\n`);
}

async function start() {
  const store = postgres
    ? await createPostgresStore({ postgres, connections: 6 })
    : await createSqliteStore({ path: join(config.folder, 'gateway.db') });
  const gateway = await startGateway({ ...config, store: deadly(store), log });
  writeSync(1, `up ${gateway.url}\n`);
}

writeSync(1, 'ready\n');
await once(process.stdin, 'data');
process.stdin.destroy();
await start();
