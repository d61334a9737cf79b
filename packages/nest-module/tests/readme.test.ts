import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { ExpressAdapter } from '@nestjs/platform-express';
import { Test } from '@nestjs/testing';
import { signWebhook } from '@zenodo-connect/core/webhooks';
import { DepositsService, type Store, ZENODO_OPTIONS, ZENODO_STORE, ZenodoModule } from '@zenodo-connect/nestjs';
import { depositsOf, eventsOf, ZenodoTest } from '@zenodo-connect/nestjs/testing';
import { startStandIn } from '@zenodo-connect/stand-in';
import { firstValueFrom, toArray } from 'rxjs';
import { expect, it, onTestFinished } from 'vitest';
import { clientOf, untilState } from './_util/app.ts';
import { depositOf, fileIn } from './_util/deposit.ts';
import { tempFolder } from './_util/temp-folder.ts';

const textOf = (name: string) => readFile(new URL(name, import.meta.url), 'utf8');
/** A module of the reader's own is called as compiled code calls it, which every application can. */
const yours = async (name: string, file: string) =>
  (await textOf(`_readme/${name}`)).replace(`'./${file}.ts';`, `'./${file}.js'; // yours`);
const blocks = [...(await textOf('../README.md')).matchAll(/```ts\n([\s\S]*?)```/g)].map(([, code]) => code!);

it('the code of the README is the code that runs below', async () => {
  const scans = (await textOf('_readme/scans.ts'))
    .replace("import { place } from './place.ts';\n", '')
    .replace('place.zenodo', "{ token: process.env['ZENODO_TOKEN'] ?? '', environment: 'sandbox' }")
    .replace('place.store', "{ path: 'var/deposits.db' }");
  expect(blocks[0]).toBe(scans);
  const controller = await yours('scan.controller.ts', 'catalogue');
  expect(blocks[1]).toBe(controller);
  const lines = (text: string) => text.split('\n').map((line) => line.trim());
  expect(lines(await textOf('_readme/own-rows.ts'))).toEqual(expect.arrayContaining(lines(blocks[2]!)));
  expect(lines(await textOf('_readme/in-transaction.ts'))).toEqual(expect.arrayContaining(lines(blocks[3]!)));
  expect(blocks[4]).toBe(await textOf('_readme/scaled.ts'));
  expect(blocks[5]).toBe(await textOf('_readme/deposits-thread.ts'));
  expect(blocks[6]).toBe(await yours('accounts.ts', 'vault'));
  expect(blocks[7]).toBe(await yours('events.ts', 'catalogue'));
  expect(blocks[8]).toBe(await textOf('_readme/operations.ts'));
  expect(blocks[9]).toBe(await yours('testing.test.ts', 'new-scan'));
  expect(blocks).toHaveLength(10);
});

it('the examples deposit and publish', async () => {
  const folder = await tempFolder();
  const standIn = await startStandIn({ port: 0 });
  onTestFinished(() => standIn.close());
  const { place } = await import('./_readme/place.ts');
  Object.assign(place, { zenodo: clientOf(standIn), store: { path: join(folder, 'deposits.db') } });
  const { AppModule, ScanService } = await import('./_readme/scans.ts');
  const { addWithRow } = await import('./_readme/own-rows.ts');
  const { ScanController } = await import('./_readme/scan.controller.ts');
  const { catalogue } = await import('./_readme/catalogue.ts');
  @Module({ imports: [AppModule], controllers: [ScanController], providers: [ScanService] })
  class Root {}
  const app = await NestFactory.createApplicationContext(Root, { logger: ['error'], abortOnError: false });
  onTestFinished(() => app.close());
  const deposits = app.get(DepositsService, { strict: false });
  const store = app.get<Store>(ZENODO_STORE, { strict: false });

  const { ref, ...file } = await fileIn(folder, 'scan.xy', '5.0 12\n');
  const job = await app.get(ScanService).publish({ id: '42', sample: 'S-2291', path: ref.slice('path:'.length), ...file });
  expect(await untilState(deposits, job.id, 'published', 'findable')).toMatchObject({ series: 'S-2291', attempts: 1 });
  const events = await firstValueFrom(app.get(ScanController).progress(job.id).pipe(toArray()));
  expect(events.at(-1)).toMatchObject({ data: { state: 'findable' } });
  await expect.poll(() => catalogue.dois.get('scan/42')).toMatch(/^10\./);

  await store.migrate('my-app', [{ name: '001', statements: ['CREATE TABLE {{prefix}}scan (id TEXT PRIMARY KEY, job TEXT NOT NULL)'] }]);
  const id = await addWithRow(deposits, store, await depositOf(folder, 'own'), '43');
  expect(await store.query(`SELECT job FROM ${store.table('scan')} WHERE id = ?`, ['43'])).toEqual([{ job: id }]);
  await untilState(deposits, id, 'published', 'findable');
});

it('the example of accounts deposits with the token of a user', async () => {
  await using zenodo = await ZenodoTest.start({ accounts: ['library'] });
  const { AccountsModule, ThesisService } = await import('./_readme/accounts.ts');
  const options = { ...zenodo.options, resolveAccount: () => ({ ...clientOf(zenodo.standIn), token: zenodo.standIn.tokens.other }) };
  const module = await Test.createTestingModule({ imports: [AccountsModule], providers: [ThesisService] })
    .overrideProvider(ZENODO_OPTIONS)
    .useValue(options)
    .compile();
  await module.init();
  const theses = module.get(ThesisService);
  const job = await theses.publish('user/7', await depositOf(await tempFolder(), 'thesis'));
  await depositsOf(module).drain();
  expect(await theses.all.get(job.id)).toMatchObject({ account: 'user/7', state: 'findable' });
  expect(await theses.ofLibrary.find(job.id)).toBeUndefined();
  await module.close();
});

it('the examples of events and of operation run', async () => {
  await using zenodo = await ZenodoTest.start();
  await zenodo.standIn.seed({ communities: ['crystals'] });
  process.env['GATEWAY_SECRET'] = 'whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3';
  onTestFinished(() => void delete process.env['GATEWAY_SECRET']);
  const { CatalogueService } = await import('./_readme/events.ts');
  const { HealthController, OperationsModule } = await import('./_readme/operations.ts');
  const { catalogue } = await import('./_readme/catalogue.ts');
  const imports = [ZenodoModule.forRoot(zenodo.options), OperationsModule];
  const module = await Test.createTestingModule({ imports, providers: [CatalogueService] }).compile();
  const app = module.createNestApplication(new ExpressAdapter(), { logger: false });
  await app.listen(0, '127.0.0.1');
  const { records } = await zenodo.standIn.seed({ records: [{ community: 'crystals' }] });
  const body = JSON.stringify({
    id: 'evt_1',
    type: 'deposit.published',
    subject: 'xrd/S-1',
    time: '2026-11-25T00:00:00Z',
    data: { doi: '10.5072/1' },
  });
  const headers = signWebhook({ id: 'evt_1', timestamp: new Date(), body, secrets: process.env['GATEWAY_SECRET'] });
  const answer = await fetch(`${await app.getUrl()}/hooks/zenodo`, {
    method: 'POST',
    body,
    headers: { ...headers, 'content-type': 'application/json' },
  });
  expect(answer.status).toBe(204);
  await eventsOf(app).drain({ minutes: 10 });
  expect(catalogue.dois.get(`record/${records[0]!.id}`)).toMatch(/^10\./);
  expect(catalogue.dois.get('xrd/S-1')).toBe('10.5072/1');
  expect(await app.get(HealthController).check()).toMatchObject({ status: 'ok' });
  await app.close();
});
