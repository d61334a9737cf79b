import { createPostgresStore } from '@zenodo-connect/nestjs';
import { afterAll, afterEach, beforeAll, describe, onTestFinished } from 'vitest';
import { type PostgresServer, postgresMissing, startPostgres } from '../../../tools/servers/postgres.mjs';
import { testStore } from './_util/store.ts';

const missing = await postgresMissing();
if (missing) process.stdout.write(`Skipped: ${missing}\n`);

/** The suites of the SQLite gateway, each test with an empty database of a real PostgreSQL. */
describe.skipIf(missing)('a gateway on PostgreSQL:', async () => {
  let server: PostgresServer;
  beforeAll(async () => {
    server = await startPostgres();
    testStore.open = async () => {
      const store = await createPostgresStore({ postgres: await server.createDatabase(), connections: 4 });
      onTestFinished(() => store.close());
      return store;
    };
  });
  afterEach(() => {
    testStore.current = undefined;
  });
  afterAll(() => server?.close());

  await import('./intake.test.ts');
  await import('./api.test.ts');
  await import('./audit.test.ts');
  await import('./ceilings.test.ts');
  await import('./event-kinds.test.ts');
  await import('./recipe-keys.test.ts');
  await import('./people.test.ts');
  await import('./subscriptions.test.ts');
  await import('./dead-letters.test.ts');
  await import('./deliveries.test.ts');
  await import('./deposit-thread.test.ts');
  await import('./endings.test.ts');
  await import('./long-lists.test.ts');
  await import('./path.test.ts');
  await import('./publish-counts.test.ts');
  await import('./replays.test.ts');
  await import('./same-bytes-again.test.ts');
  await import('./zenodo-away.test.ts');
});
