import { join } from 'node:path';
import { Injectable, Module, type ModuleMetadata } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { isConfigurationError, type Zenodo } from '@zenodo-connect/core';
import { type StandIn, startStandIn } from '@zenodo-connect/stand-in';
import { afterEach, beforeEach, expect, it, onTestFinished } from 'vitest';
import {
  DepositsService,
  InjectDeposits,
  InjectZenodo,
  JobNotFoundError,
  UnknownAccountError,
  ZenodoAccounts,
  ZenodoModule,
  type ZenodoModuleOptions,
  type ZenodoOptionsFactory,
} from '../src/index.ts';
import { clientOf, quick, until, untilState } from './_util/app.ts';
import { depositOf } from './_util/deposit.ts';
import { tempFolder } from './_util/temp-folder.ts';

const quiet = { logger: false, abortOnError: false } as const;

let standIn: StandIn;
let folder: string;
beforeEach(async () => {
  standIn = await startStandIn({ port: 0 });
  folder = await tempFolder();
});
afterEach(() => standIn.close());

const place = () => {
  const { token: _token, ...rest } = clientOf(standIn);
  return rest;
};
const options = (change: Partial<ZenodoModuleOptions> = {}): ZenodoModuleOptions => ({
  zenodo: clientOf(standIn),
  accounts: { library: { ...place(), token: standIn.tokens.other } },
  store: { path: join(folder, 'jobs.db') },
  deposits: quick,
  ...change,
});

async function start(imports: NonNullable<ModuleMetadata['imports']>, providers: NonNullable<ModuleMetadata['providers']> = []) {
  @Module({ imports, providers })
  class App {}
  const app = await NestFactory.createApplicationContext(App, quiet);
  onTestFinished(() => app.close());
  return app;
}

async function ownRecords(zenodo: Zenodo): Promise<(string | undefined)[]> {
  const titles: (string | undefined)[] = [];
  for await (const { metadata } of zenodo.records.own()) titles.push(metadata.title);
  return titles;
}

it('clients are injected by name, those of forRootAsync too', async () => {
  @Injectable()
  class Reader {
    constructor(
      @InjectZenodo() readonly own: Zenodo,
      @InjectZenodo('library') readonly library: Zenodo,
    ) {}
  }
  const app = await start([ZenodoModule.forRootAsync({ useFactory: () => options() })], [Reader]);
  const { own, library } = app.get(Reader);
  const accounts = app.get(ZenodoAccounts);
  expect(accounts.names).toEqual(['default', 'library']);
  expect([own, library]).toEqual([accounts.get(), accounts.get('library')]);
  expect(own).not.toBe(library);
});

it('forRootAsync takes a class, and one that is there', async () => {
  @Injectable()
  class Settings implements ZenodoOptionsFactory {
    readonly create = () => options({ store: { path: join(folder, 'class.db') } });
  }
  @Module({ providers: [Settings], exports: [Settings] })
  class SettingsModule {}
  const byClass = await start([ZenodoModule.forRootAsync({ useClass: Settings })]);
  expect(byClass.get(ZenodoAccounts).names).toEqual(['default', 'library']);
  const existing = await start([ZenodoModule.forRootAsync({ imports: [SettingsModule], useExisting: Settings })]);
  expect(existing.get(ZenodoAccounts).names).toEqual(['default', 'library']);
});

it('an account that is not there stops the start, with the class that asks and the accounts that there are', async () => {
  @Injectable()
  class Typist {
    constructor(@InjectZenodo('libary') readonly client: Zenodo) {}
  }
  await expect(start([ZenodoModule.forRoot(options())], [Typist])).rejects.toThrow(
    'There is no Zenodo account "libary" for which Typist asks. There are: "default", "library".',
  );
});

it('forFeature makes an account the own one of a module', async () => {
  @Injectable()
  class Press {
    constructor(
      @InjectZenodo() readonly client: Zenodo,
      @InjectDeposits() readonly deposits: DepositsService,
    ) {}
  }
  @Module({ imports: [ZenodoModule.forFeature('library')], providers: [Press] })
  class PressModule {}
  const app = await start([ZenodoModule.forRoot(options()), PressModule]);
  const press = app.get(Press, { strict: false });
  expect(press.client).toBe(app.get(ZenodoAccounts).get('library'));
  const { id } = await press.deposits.add(await depositOf(folder, 'a'));
  expect(await untilState(press.deposits, id, 'published', 'findable')).toMatchObject({ account: 'library' });
});

it('a deposit is made with the token of its account', async () => {
  const app = await start([ZenodoModule.forRoot(options())]);
  const deposits = app.get(DepositsService);
  const both = await deposits.addBulk([await depositOf(folder, 'same'), await depositOf(folder, 'same', { account: 'library' })]);
  const done = await Promise.all(both.map(({ id }) => untilState(deposits, id, 'published', 'findable')));
  expect(new Set(done.map(({ recordId }) => recordId)).size).toBe(2);
  const accounts = app.get(ZenodoAccounts);
  await expect.poll(() => ownRecords(accounts.get('library'))).toEqual(['Scan same']);
  await expect.poll(() => ownRecords(accounts.get())).toEqual(['Scan same']);
});

it('one series of two accounts is two', async () => {
  const app = await start([ZenodoModule.forRoot(options())]);
  const deposits = app.get(DepositsService);
  const jobs = await deposits.addBulk([
    await depositOf(folder, '1', { series: 'thesis' }),
    await depositOf(folder, '2', { series: 'thesis', account: 'library' }),
  ]);
  const done = await Promise.all(jobs.map(({ id }) => untilState(deposits, id, 'published', 'findable')));
  expect(new Set(done.map(({ conceptDoi }) => conceptDoi)).size).toBe(2);
});

it('the deposits of an account are seen and changed through it alone', async () => {
  const app = await start([ZenodoModule.forRoot(options({ deposits: { ...quick, run: false } }))]);
  const all = app.get(DepositsService);
  const [own, library] = [all.forAccount('default'), all.forAccount('library')];
  const job = await library.add(await depositOf(folder, 'a'));
  expect(await own.find(job.id)).toBeUndefined();
  for (const change of [own.cancel(job.id), own.retry(job.id), own.publish(job.id), own.editAndReplay(job.id, { priority: 1 })])
    await expect(change).rejects.toThrow(JobNotFoundError);
  await expect(own.wait(job.id)).rejects.toThrow(JobNotFoundError);
  await expect(own.callMissedHooks(job.id)).rejects.toThrow(JobNotFoundError);
  expect([await own.list(), (await library.list()).length, (await all.list()).length]).toEqual([[], 1, 1]);
  expect((await own.stats()).queued).toBe(0);
  expect((await library.findByKey('a'))?.id).toBe(job.id);
  expect(await own.findByKey('a')).toBeUndefined();
});

it('a deposit for an account that is not there is refused with those that there are', async () => {
  const app = await start([ZenodoModule.forRoot(options({ deposits: { ...quick, run: false } }))]);
  const adding = app.get(DepositsService).add(await depositOf(folder, 'a', { account: 'lib' }));
  await expect(adding).rejects.toThrow(UnknownAccountError);
  await expect(adding).rejects.toThrow('There are: "default", "library".');
});

it('accounts of users are found when their deposits are made, and one that is gone is told', async () => {
  const asked: string[] = [];
  const resolveAccount = (name: string) => {
    asked.push(name);
    return name === 'user/7' ? { ...place(), token: standIn.tokens.other } : undefined;
  };
  const app = await start([ZenodoModule.forRoot({ resolveAccount, store: { path: join(folder, 'jobs.db') }, deposits: quick })]);
  const deposits = app.get(DepositsService);
  const { id } = await deposits.add(await depositOf(folder, 'a', { account: 'user/7' }));
  await untilState(deposits, id, 'published', 'findable');
  expect(asked).toContain('user/7');
  const gone = await deposits.add(await depositOf(folder, 'a', { account: 'user/8' }));
  const failed = await until(deposits, gone.id, ({ state }) => state === 'failed');
  expect(failed.problem).toContain('There is no Zenodo account "user/8"');
});

it('what cannot be found out about an account is tried again', async () => {
  let isAway = true;
  const resolveAccount = () => {
    if (isAway) throw new Error('the directory is away');
    return clientOf(standIn);
  };
  const app = await start([ZenodoModule.forRoot({ resolveAccount, store: { path: join(folder, 'jobs.db') }, deposits: quick })]);
  const deposits = app.get(DepositsService);
  const { id } = await deposits.add(await depositOf(folder, 'a', { account: 'user' }));
  const waiting = await until(deposits, id, ({ state }) => state === 'waiting');
  expect(waiting).toMatchObject({ waitingFor: 'token', problem: expect.stringContaining('the directory is away') });
  isAway = false;
  await untilState(deposits, id, 'published', 'findable');
});

it('a vault that is away holds its account up, and no other', async () => {
  let isAway = true;
  const token = () => {
    if (isAway) throw new Error('the vault is sealed');
    return standIn.tokens.owner;
  };
  const app = await start([ZenodoModule.forRoot(options({ zenodo: { ...place(), token } }))]);
  const deposits = app.get(DepositsService);
  const [own, library] = await deposits.addBulk([await depositOf(folder, 'a'), await depositOf(folder, 'a', { account: 'library' })]);
  await untilState(deposits, library!.id, 'published', 'findable');
  expect(await until(deposits, own!.id, ({ state }) => state === 'waiting')).toMatchObject({
    waitingFor: 'token',
    problem: 'The Zenodo account "default" could not be asked for: the vault is sealed.',
  });
  isAway = false;
  await untilState(deposits, own!.id, 'published', 'findable');
});

it('a token is changed without a restart, and the jobs that waited for it go on', async () => {
  let token = 'revoked-token';
  const zenodo = { ...place(), token: async () => token };
  const app = await start([ZenodoModule.forRoot(options({ zenodo, deposits: { ...quick, pauseCheckMs: 50 } }))]);
  const deposits = app.get(DepositsService);
  const { id } = await deposits.add(await depositOf(folder, 'a'));
  expect((await until(deposits, id, ({ waitingFor }) => waitingFor === 'token')).problem).not.toContain('revoked-token');
  token = standIn.tokens.owner;
  await untilState(deposits, id, 'published', 'findable');
});

it.each([
  ['zenodo', { zenodo: undefined, accounts: undefined }, '"zenodo" is missing; give an account, such as'],
  [
    'zenodo.tokn',
    { zenodo: { baseUrl: 'http://127.0.0.1:9', tokn: 'a' } },
    '"zenodo.tokn" is no option; there are: environment, baseUrl, token',
  ],
  ['zenodo.token', { zenodo: { environment: 'sandbox', token: '' } }, '"zenodo.token" is empty; set the variable that it comes from'],
  ['accounts.press', { accounts: { press: { environment: 'test' } } }, '"accounts.press": "environment" must be "production" or "sandbox"'],
  [
    'accounts.press.token',
    { accounts: { press: { environment: 'sandbox', token: 'a b' } } },
    '"accounts.press": "token" is empty or holds spaces',
  ],
  ['store', { store: {} }, '"store" needs "path" or "postgres"; say where deposits are kept'],
  ['store.path', { store: { path: '' } }, '"store.path" is empty'],
  ['deposits.concurency', { deposits: { concurency: 3 } }, '"deposits.concurency" is no option; there are: run, concurrency'],
  ['events.share', { events: { share: 2 } }, '"events.share" has to be above 0 and at most 1'],
  ['resolveAccount', { resolveAccount: 'users' }, '"resolveAccount" has to be a function'],
])('an option that cannot work stops the start with its path and its cure: %s', async (field, change, message) => {
  const failure = await start([ZenodoModule.forRoot(options(change as Partial<ZenodoModuleOptions>))]).catch((error: unknown) => error);
  expect(isConfigurationError(failure)).toBe(true);
  expect(failure).toMatchObject({ field, message: expect.stringContaining(message) });
});
