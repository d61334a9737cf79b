import { Injectable, Module } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import type { Zenodo } from '@zenodo-connect/core';
import { expect, it, onTestFinished } from 'vitest';
import { type DepositJob, DepositsService, InjectZenodo, OnDeposit, ZENODO_OPTIONS, ZenodoModule } from '../src/index.ts';
import { depositsOf, ZenodoTest, ZenodoTestingModule, zenodoOf } from '../src/testing/index.ts';
import { depositOf } from './_util/deposit.ts';
import { tempFolder } from './_util/temp-folder.ts';

@Injectable()
class Catalogue {
  readonly heard: string[] = [];

  @OnDeposit(['published', 'failed'])
  told({ key, state }: DepositJob): void {
    this.heard.push(`${key} ${state}`);
  }
}

/** Another process of the application has other handlers. */
@Injectable()
class Other {
  @OnDeposit('failed')
  told(): void {}
}

async function testing(options: Parameters<typeof ZenodoTestingModule.forRoot>[0] = {}) {
  const module = await Test.createTestingModule({ imports: [ZenodoTestingModule.forRoot(options)], providers: [Catalogue] }).compile();
  await module.init();
  onTestFinished(() => module.close());
  return { module, deposits: module.get(DepositsService), heard: module.get(Catalogue).heard };
}

it('drain brings deposits to their DOI and calls the handlers, whatever waits between', async () => {
  const { module, deposits, heard } = await testing({ standIn: { doiDelayMs: 3_600_000, indexLagMs: 30_000 } });
  const folder = await tempFolder();
  const { faults } = zenodoOf(module).standIn;
  faults.tooManyRequests({ path: '/api/records' }, { retryAfterS: 600 });
  faults.answer({ method: 'PUT', times: 20 }, { status: 503 });
  const { id } = await deposits.add(await depositOf(folder, 'a'));
  const began = Date.now();
  await depositsOf(module).drain();
  expect(await deposits.get(id)).toMatchObject({ state: 'findable' });
  expect(heard).toEqual(['a published']);
  expect(Date.now() - began).toBeLessThan(10_000);
});

it('a handler is known as long as its process runs', async () => {
  const { module, deposits, heard } = await testing();
  const folder = await tempFolder();
  const zenodo = zenodoOf(module);
  for (let days = 0; days < 40; days += 10) {
    zenodo.advance(10 * 24 * 3_600_000);
    await depositsOf(module).drain();
  }
  const other = await Test.createTestingModule({
    imports: [ZenodoModule.forRoot(zenodo.optionsWith({ deposits: { owner: 'other' } }))],
    providers: [Other],
  }).compile();
  await other.init();
  await deposits.add(await depositOf(folder, 'a'));
  await depositsOf(module).drain();
  await other.close();
  expect(heard).toEqual(['a published']);
});

it('drain stops where a person has to act', async () => {
  const { module, deposits, heard } = await testing();
  const folder = await tempFolder();
  const good = await depositOf(folder, 'left', { finish: 'leave' });
  const bad = await depositOf(folder, 'bad');
  await deposits.addBulk([good, { ...bad, metadata: { ...bad.metadata, publication_date: 'soon' } }]);
  await depositsOf(module).drain();
  expect((await deposits.list()).map(({ key, state }) => `${key} ${state}`)).toEqual(['bad failed', 'left left']);
  expect(heard).toEqual(['bad failed']);
});

it('drain stops where a token is refused, and goes on with another one', async () => {
  const { module, deposits } = await testing();
  const folder = await tempFolder();
  const { standIn } = zenodoOf(module);
  standIn.block('owner');
  const { id } = await deposits.add(await depositOf(folder, 'a'));
  await depositsOf(module).drain();
  expect(await deposits.get(id)).toMatchObject({ waitingFor: 'token' });
  standIn.unblock('owner');
  await deposits.resume();
  await depositsOf(module).drain();
  expect(await deposits.get(id)).toMatchObject({ state: 'findable' });
});

it('a whole application is tested by overriding its options', async () => {
  await using zenodo = await ZenodoTest.start({ accounts: ['library'] });
  @Injectable()
  class Reader {
    constructor(@InjectZenodo('library') readonly library: Zenodo) {}
  }
  @Module({
    imports: [ZenodoModule.forRoot({ zenodo: { environment: 'production' }, store: { path: '/nowhere/deposits.db' } })],
    providers: [Reader],
  })
  class AppModule {}
  const module = await Test.createTestingModule({ imports: [AppModule] })
    .overrideProvider(ZENODO_OPTIONS)
    .useValue(zenodo.options)
    .compile();
  await module.init();
  const { library } = module.get(Reader);
  await library.drafts.create({ metadata: { title: 'Of the library' } as never });
  expect(zenodo.standIn.calls.map(({ path }) => path)).toContain('/api/records');
  await module.close();
});

it('a module that is no test’s is told so', async () => {
  const folder = await tempFolder();
  const module = await Test.createTestingModule({
    imports: [ZenodoModule.forRoot({ zenodo: { environment: 'sandbox' }, store: { path: `${folder}/a.db` }, deposits: { run: false } })],
  }).compile();
  onTestFinished(() => module.close());
  await expect(depositsOf(module).drain()).rejects.toThrow('not on a Zenodo of tests');
});
