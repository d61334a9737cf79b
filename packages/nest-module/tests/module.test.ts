import { join } from 'node:path';
import { Injectable, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Test } from '@nestjs/testing';
import { Zenodo } from '@zenodo-connect/core';
import { expect, it, onTestFinished } from 'vitest';
import {
  createSqliteStore,
  DepositsService,
  InjectStore,
  InjectZenodo,
  type Store,
  ZENODO_CLIENT,
  ZENODO_STORE,
  ZenodoModule,
  type ZenodoModuleOptions,
} from '../src/index.ts';
import { tempFolder } from './_util/temp-folder.ts';

const zenodo = { baseUrl: 'http://127.0.0.1:9', token: 'secret-token' };
const quiet = { logger: false, abortOnError: false } as const;

@Injectable()
class Laboratory {
  constructor(
    @InjectZenodo() readonly client: Zenodo,
    @InjectStore() readonly store: Store,
    readonly deposits: DepositsService,
  ) {}
}

@Module({ providers: [Laboratory] })
class LaboratoryModule {}

it('gives client, store and deposits to any module of the application', async () => {
  const folder = await tempFolder();
  const module = ZenodoModule.forRoot({ zenodo, store: { path: join(folder, 'a.db') }, deposits: { run: false } });
  const app = await Test.createTestingModule({ imports: [module, LaboratoryModule] }).compile();
  onTestFinished(() => app.close());
  const laboratory = app.get(Laboratory, { strict: false });
  expect(laboratory.client).toBeInstanceOf(Zenodo);
  expect(laboratory.store).toBe(app.get(ZENODO_STORE));
  expect(await laboratory.deposits.list()).toEqual([]);
});

it('forRootAsync takes its options from other providers, clients and stores included', async () => {
  const folder = await tempFolder();
  const path = join(folder, 'b.db');
  const store = await createSqliteStore({ path, prefix: 'mine_' });
  onTestFinished(() => store.close());
  const client = new Zenodo(zenodo);
  @Injectable()
  class Settings {
    readonly client = client;
  }
  @Module({ providers: [Settings], exports: [Settings] })
  class SettingsModule {}
  const module = ZenodoModule.forRootAsync({
    imports: [SettingsModule],
    inject: [Settings],
    useFactory: (settings: Settings) => ({ zenodo: settings.client, store, deposits: { run: false } }),
  });
  const app = await NestFactory.createApplicationContext(module, quiet);
  expect(app.get(ZENODO_CLIENT)).toBe(client);
  await app.close();
  // Who opened a store closes it.
  expect(await store.query('SELECT COUNT(*) AS jobs FROM mine_job')).toEqual([{ jobs: 0 }]);
});

it('a database that cannot be opened stops the start with a sentence', async () => {
  const folder = await tempFolder();
  const module = ZenodoModule.forRoot({ zenodo, store: { path: folder } });
  await expect(NestFactory.createApplicationContext(module, quiet)).rejects.toThrow(`The database ${folder} cannot be opened or written`);
});

it('a database of a newer version stops the start, and the thread is gone', async () => {
  const path = join(await tempFolder(), 'c.db');
  const newer = await createSqliteStore({ path });
  await newer.migrate('deposits', [{ name: '999-later', statements: ['CREATE TABLE zenodo_later (a TEXT)'] }]);
  await newer.close();
  const module = ZenodoModule.forRoot({ zenodo, store: { path } });
  await expect(NestFactory.createApplicationContext(module, quiet)).rejects.toThrow('"999-later" of deposits');
});

it.each([
  [{ deposits: { concurrency: 0 } }, 'deposits.concurrency', 'is 0; it has to be a whole number, 1 or more.'],
  [{ deposits: { pollMs: 1e12 } }, 'deposits.pollMs', 'is 1000000000000; it has to be milliseconds from 1 to 24 days.'],
  [{ deposits: { retryDelaysMs: [] } }, 'deposits.retryDelaysMs', 'has to be a list of one delay or more, in milliseconds.'],
  [{ deposits: { doiDelaysMs: ['1s'] } }, 'deposits.doiDelaysMs', 'has to be a list of one delay or more, in milliseconds.'],
  [{ deposits: { openFile: 'path:' } }, 'deposits.openFile', 'has to be a function.'],
  [{ deposits: { run: 'false' } }, 'deposits.run', 'has to be true or false.'],
  [{ deposits: { shutdownMs: Number.NaN } }, 'deposits.shutdownMs', 'is NaN; it has to be milliseconds from 0 to 24 days.'],
  [{ deposits: { lease: 1 } }, 'deposits.lease', 'is no option; there are: run, concurrency,'],
  [{ events: { keepMs: 0 } }, 'events.keepMs', 'is 0; it has to be milliseconds, 1 or more.'],
  [{ events: { share: 2 } }, 'events.share', 'has to be above 0 and at most 1, such as 0.1 for a tenth.'],
  [{ store: { path: 'd.db', prefx: 'x_' } }, 'store.prefx', 'is no option; there are: path, prefix, busyTimeoutMs.'],
  [{ store: { postgres: 'postgres://db/x', connections: 1 } }, 'store.connections', 'is 1; it has to be a whole number, 2 or more.'],
  [{ logCalls: 'yes' }, 'logCalls', 'has to be true or false.'],
])('what cannot work is refused at the start, with its path and the cure: %j', async (change, field, problem) => {
  const options = { zenodo, store: { path: join(await tempFolder(), 'd.db') }, ...change } as ZenodoModuleOptions;
  const starting = NestFactory.createApplicationContext(ZenodoModule.forRoot(options), quiet);
  await expect(starting).rejects.toMatchObject({ code: 'configuration', field, message: expect.stringContaining(`"${field}" ${problem}`) });
});

it('an option that is undefined has its default', async () => {
  const options = {
    zenodo,
    store: { path: join(await tempFolder(), 'd.db') },
    deposits: { pollMs: undefined },
    events: { share: undefined },
  };
  const app = await NestFactory.createApplicationContext(ZenodoModule.forRoot(options as unknown as ZenodoModuleOptions), quiet);
  await app.close();
});

it('the token is in no row of the store', async () => {
  const folder = await tempFolder();
  const app = await NestFactory.createApplicationContext(
    ZenodoModule.forRoot({ zenodo, store: { path: join(folder, 'e.db') }, deposits: { retryDelaysMs: [1e6] } }),
    quiet,
  );
  onTestFinished(() => app.close());
  const deposits = app.get(DepositsService);
  const file = { key: 'a', size: 1, md5: '0'.repeat(32), ref: 'path:/absent' };
  const metadata = { title: 't' } as Parameters<typeof deposits.add>[0]['metadata'];
  const { id } = await deposits.add({ key: 'k', metadata, files: [file] });
  await expect.poll(async () => (await deposits.get(id)).state).toBe('failed');
  expect(JSON.stringify(await app.get<Store>(ZENODO_STORE).query('SELECT * FROM zenodo_job'))).not.toContain('secret-token');
});
