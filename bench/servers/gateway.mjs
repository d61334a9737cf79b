/**
 * The gateway as it is, with its runner off, so that taking files in is all it does; or the same server with a store
 * that keeps nothing and answers at once, which is what durability is measured against.
 *
 *     node bench/servers/gateway.mjs FOLDER ROUTES durable|forgetful      prints { "url", "token" }
 */
import path from 'node:path';
import { startGateway } from '@zenodo-connect/gateway';
import { createSqliteStore } from '@zenodo-connect/nestjs';
import { gatewayUntilTold } from '../lib/gateway-until-told.mjs';

const [folder, routes, kind] = process.argv.slice(2);
const store = await createSqliteStore({ path: path.join(folder, 'gateway.db') });

let writes = true;
let before = Promise.resolve();

/** The store with a switch: once it is forgetful, writes are answered without being written. Reads see the token all the same. */
const switched = {
  table: (name) => store.table(name),
  write: async (statements) => {
    if (!writes) return statements.map(({ expectChanges = 1 }) => ({ changes: expectChanges }));
    if (kind !== 'each') return store.write(statements);
    // One after another: no two share a commit.
    const done = before.then(() => store.write(statements));
    before = done.catch(() => undefined);
    return done;
  },
  query: (sql, params) => store.query(sql, params),
  claim: (request) => store.claim(request),
  migrate: (owner, migrations) => store.migrate(owner, migrations),
  close: () => store.close(),
};

const config = {
  folder,
  listen: { port: 0 },
  // Nothing is deposited, so nobody has to answer there.
  zenodo: { url: 'http://127.0.0.1:9', token: 'unused' },
  routes,
  deposits: { run: false },
  store: switched,
};
const gateway = await startGateway(config);
const token = await gateway.addToken('xrd');
writes = kind !== 'forgetful';
gatewayUntilTold({ gateway, store, token });
