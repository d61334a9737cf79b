import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { DepositsService, type Store, ZENODO_STORE } from '@zenodo-connect/nestjs';
import { startStandIn } from '@zenodo-connect/stand-in';
import { firstValueFrom, toArray } from 'rxjs';
import { expect, it, onTestFinished } from 'vitest';
import { clientOf, untilState } from './_util/app.ts';
import { depositOf, fileIn } from './_util/deposit.ts';
import { tempFolder } from './_util/temp-folder.ts';

const textOf = (name: string) => readFile(new URL(name, import.meta.url), 'utf8');
const blocks = [...(await textOf('../README.md')).matchAll(/```ts\n([\s\S]*?)```/g)].map(([, code]) => code!);

it('the code of the README is the code that runs below', async () => {
  const scans = (await textOf('_readme/scans.ts'))
    .replace("import { place } from './place.ts';\n", '')
    .replace('place.zenodo', "{ token: process.env['ZENODO_TOKEN'] ?? '', environment: 'sandbox' }")
    .replace('place.store', "{ path: 'var/deposits.db' }");
  expect(blocks[0]).toBe(scans);
  const controller = (await textOf('_readme/scan.controller.ts')).replace("'./catalogue.ts';", "'./catalogue.ts'; // yours");
  expect(blocks[1]).toBe(controller);
  const lines = (text: string) => text.split('\n').map((line) => line.trim());
  expect(lines(await textOf('_readme/own-rows.ts'))).toEqual(expect.arrayContaining(lines(blocks[2]!)));
  expect(lines(await textOf('_readme/in-transaction.ts'))).toEqual(expect.arrayContaining(lines(blocks[3]!)));
  expect(blocks[4]).toBe(await textOf('_readme/scaled.ts'));
  expect(blocks).toHaveLength(5);
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
