/**
 * The gateway as it is, with its runner off, so that taking files in is all it does; or the same server with a store
 * that keeps nothing and answers at once, which is what durability is measured against.
 *
 *     node bench/servers/gateway.mjs FOLDER ROUTES durable|forgetful      prints { "url", "token" }
 */
import path from 'node:path';
import { startGateway } from '@zenodo-connect/gateway';
import { createSqliteStore } from '@zenodo-connect/nestjs';

const [folder, routes, kind] = process.argv.slice(2);
const store = await createSqliteStore({ path: path.join(folder, 'gateway.db') });

/** Reads go to the real store, which holds the token; writes are answered without being written. */
function forgetful() {
  return {
    table: (name) => store.table(name),
    write: async (statements) => statements.map(({ expectChanges = 1 }) => ({ changes: expectChanges })),
    query: (sql, params) => store.query(sql, params),
    claim: async () => [],
    migrate: (owner, migrations) => store.migrate(owner, migrations),
    close: () => store.close(),
  };
}

let used = store;
const config = {
  folder,
  listen: { port: 0 },
  // Nothing is deposited here, so nobody has to answer there.
  zenodo: { url: 'http://127.0.0.1:9', token: 'unused' },
  routes,
  deposits: { run: false },
  store: new Proxy({}, { get: (_target, name) => used[name] }),
};
const gateway = await startGateway(config);
const token = await gateway.addToken('xrd');
if (kind === 'forgetful') used = forgetful();
process.stdout.write(`${JSON.stringify({ url: gateway.url, token })}\n`);
process.on('SIGTERM', () => {
  used = store;
  void gateway
    .close()
    .then(() => store.close())
    .then(() => process.exit(0));
});
