import { Injectable, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { ZenodoEvent } from '@zenodo-connect/core';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { type PostgresServer, postgresMissing, startPostgres } from '../../../../tools/servers/postgres.mjs';
import { describeWatchStore } from '../../../core/tests/events/_describe-watch-store.ts';
import { createPostgresStore, DepositsService, OnZenodoEvent, SqlWatchStore, ZenodoHealth, ZenodoModule } from '../../src/index.ts';
import { eventMigrations, eventMigrationsOwner } from '../../src/store/migrations/events.ts';
import { depositsOf, eventsOf, ZenodoTest } from '../../src/testing/index.ts';
import { depositOf } from '../_util/deposit.ts';
import { tempFolder } from '../_util/temp-folder.ts';

const missing = await postgresMissing();
if (missing) process.stdout.write(`Skipped: ${missing}\n`);

describe.skipIf(missing)('with a real PostgreSQL', () => {
  let server: PostgresServer;
  beforeAll(async () => {
    server = await startPostgres();
  });
  afterAll(() => server?.close());

  describeWatchStore('the state of a watcher in PostgreSQL', async () => {
    const store = await createPostgresStore({ postgres: await server.createDatabase() });
    onTestFinished(() => store.close());
    await store.migrate(eventMigrationsOwner, eventMigrations);
    return { store: new SqlWatchStore(store, 'default own'), again: () => new SqlWatchStore(store, 'default own') };
  });

  it('replicas deposit for accounts, and one of them watches', async () => {
    await using zenodo = await ZenodoTest.start({ accounts: ['library'] });
    const folder = await tempFolder();
    const postgres = await server.createDatabase();
    const heard: string[] = [];
    @Injectable()
    class Listener {
      @OnZenodoEvent('record.published', { account: 'library', name: 'catalogue' })
      published({ subject }: ZenodoEvent): void {
        heard.push(subject);
      }
    }
    const replica = async (owner: string) => {
      @Module({
        imports: [ZenodoModule.forRoot({ ...zenodo.optionsWith({ deposits: { owner } }), store: { postgres } })],
        providers: [Listener],
      })
      class App {}
      const app = await NestFactory.createApplicationContext(App, { logger: false, abortOnError: false });
      onTestFinished(() => app.close());
      return app;
    };
    const [one, other] = [await replica('one'), await replica('other')];
    const deposits = one.get(DepositsService).forAccount('library');
    const [job] = await deposits.addBulk([await depositOf(folder, 'a', { series: 's' }), await depositOf(folder, 'b', { series: 's' })]);
    await depositsOf(one).drain();
    await depositsOf(other).drain();
    await eventsOf(one).drain();
    await eventsOf(other).drain();
    const { recordId } = await deposits.get(job!.id);
    expect(heard).toEqual([recordId]);
    expect(await one.get(ZenodoHealth).deposits()).toMatchObject({ 'zenodo-deposits': { status: 'up', counts: { findable: 2 } } });
  });
});
