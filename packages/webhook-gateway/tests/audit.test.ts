import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Store } from '@zenodo-connect/nestjs';
import { request } from 'undici';
import { describe, expect, it } from 'vitest';
import { endpoints } from '../src/api/endpoints.ts';
import type { AuditEntry } from '../src/audit/audit-entry.ts';
import { AuditLog } from '../src/audit/audit-log.ts';
import type { Settings } from '../src/config/settings.ts';
import { GATEWAY_SETTINGS } from '../src/gateway.tokens.ts';
import { RetentionKeeper } from '../src/health/retention-keeper.ts';
import { DraftDesk } from '../src/jobs/draft-desk.ts';
import { Attempts } from '../src/tables/attempts.ts';
import { apiOf } from './_util/api.ts';
import { personOf } from './_util/browser.ts';
import { recipe, startWorld, type World } from './_util/gateway.ts';
import { besideGateway } from './_util/store.ts';
import { startSubscriber, until } from './_util/subscriber.ts';

const still = { deposits: { run: false } };
const auditOf = ({ gateway }: World): AuditLog => gateway.app.get(AuditLog);
const entriesOf = (world: World, action: string): Promise<readonly AuditEntry[]> => auditOf(world).list({ limit: 100, action });
const shortOf = (entries: readonly AuditEntry[]) => entries.map(({ who, subject, outcome, detail }) => ({ who, subject, outcome, detail }));

it('every endpoint that changes something is audited', () => {
  const unaudited = endpoints.filter(({ method, audit }) => method !== 'get' && !audit).map(({ id }) => id);
  expect(unaudited).toEqual([]);
});

it('a token that is made stands there with who made it, and without its secret', async () => {
  const world = await startWorld(still);
  const { call } = await apiOf(world, 'admin');
  const { json } = await call('POST', '/tokens', { name: 'n8n', scopes: ['read'] });
  const [done, asked] = await entriesOf(world, 'api_token.add');
  expect(asked).toMatchObject({
    who: expect.stringMatching(/^token\/tok_/),
    subject: 'n8n',
    outcome: 'asked',
    detail: { scopes: ['read'] },
  });
  expect(done).toMatchObject({ outcome: 'done', asked: asked!.hash, detail: { id: json['id'] } });
  expect((await call('GET', '/audit')).text).not.toContain(String(json['token']));
});

it('an edit stands there with what was before and what is after, and nothing else of the metadata', async () => {
  const world = await startWorld(still);
  const { call } = await apiOf(world, 'operate', 'read');
  const id = String((await world.send.put('xrd/S-1/a.xy', 'x')).json['id']);
  const { metadata } = (await call('GET', `/deposits/${id}`)).json as unknown as { metadata: object };
  await call('PATCH', `/deposits/${id}`, { metadata: { ...metadata, title: 'A better title' } });
  const [, asked] = await entriesOf(world, 'deposit.edit');
  expect(asked).toMatchObject({ subject: id });
  expect(asked!.detail).toEqual({ before: { title: 'Powder diffraction of S-1' }, after: { title: 'A better title' } });
});

it('what was refused stands there as refused, with the reason', async () => {
  const world = await startWorld(still);
  const { act } = await personOf(world, ['admin']);
  expect((await act('/approvals/999/approve', { sure: 'yes' })).status).toBe(404);
  expect(shortOf(await entriesOf(world, 'draft.approve'))).toEqual([
    { who: 'person/ada', subject: '999', outcome: 'refused', detail: { reason: 'No draft 999 waits for a decision here.' } },
    { who: 'person/ada', subject: '999', outcome: 'asked', detail: {} },
  ]);
});

it('a replay stands there with what was replayed; asking for the count does not', async () => {
  const subscriber = await startSubscriber();
  const world = await startWorld({ ...still, subscribers: [{ ...subscriber.config, name: 'lab' }] });
  const { call } = await apiOf(world, 'operate');
  await world.send.put('xrd/S-1/a.xy', 'x');
  const wanted = { subscriber: 'lab', types: ['deposit.received'] };
  await call('POST', '/replays', wanted);
  expect(await entriesOf(world, 'events.replay')).toEqual([]);
  await call('POST', '/replays', { ...wanted, confirm: 1 });
  const [done, asked] = await entriesOf(world, 'events.replay');
  expect([asked!.subject, asked!.detail, done!.detail]).toEqual(['lab', { types: ['deposit.received'] }, { queued: 1 }]);
});

it('the secrets of a subscription and what its address carries stand nowhere', async () => {
  const world = await startWorld(still);
  const { call } = await apiOf(world, 'subscribe');
  const secret = `whsec_${Buffer.from('5f1bD0c3-7aZQ9-84xKpLw-2vRtYhNm').toString('base64')}`;
  const header = { name: 'x-key', value: 'planted-0123456789' };
  const made = await call('POST', '/subscriptions', {
    name: 'lab',
    url: 'https://example.org/planted-path?k=1',
    secrets: [secret],
    header,
  });
  expect(made.status).toBe(201);
  const text = JSON.stringify(await auditOf(world).list({ limit: 100 }));
  expect(text).toContain('"origin":"https://example.org","secrets":1,"header":"x-key"');
  expect(text).not.toMatch(/planted|whsec_/);
});

it('a held draft that nobody stops is decided by time, and one that its link stops by the link', async () => {
  const held = recipe.replace(/publish:.*/, 'publish: { mode: hold, after: 48h, i_understand_publication_is_permanent: true }');
  const world = await startWorld({}, [held]);
  const ids = await Promise.all(['S-1', 'S-2'].map(async (name) => String((await world.send.put(`xrd/${name}/a.xy`, name)).json['id'])));
  const [first, second] = await Promise.all(ids.map((id) => world.send.untilState(id, 'left')));
  await request(String(first!['stop_url']), { method: 'POST' });
  await world.gateway.app.get(DraftDesk).carryOut(Date.now() + 72 * 3_600_000);
  const draftOf = (job: typeof first): string => String(job!['stop_url']).split('/').at(-3)!;
  expect((await entriesOf(world, 'draft.stop')).map(({ who, subject }) => [who, subject])).toContainEqual(['stop link', draftOf(first)]);
  expect(shortOf(await entriesOf(world, 'draft.approve'))).toEqual([
    { who: 'time', subject: draftOf(second), outcome: 'done', detail: {} },
  ]);
});

describe('A-12: the chain', () => {
  const filled = async (): Promise<{ world: World; audit: AuditLog }> => {
    const world = await startWorld(still);
    const audit = auditOf(world);
    for (const n of [1, 2, 3]) await audit.note({ who: 'person/ada', action: 'draft.approve', subject: String(n) });
    return { world, audit };
  };
  const change = ({ folder }: World, sql: (table: string) => string) =>
    besideGateway(`${folder}/data`, (store: Store) => store.write([{ sql: sql(store.table('audit')) }]));

  it('is sound when nobody touched it', async () => {
    const { audit } = await filled();
    expect(await audit.check()).toEqual({
      entries: 5,
      head: expect.stringMatching(/^[0-9a-f]{64}$/),
      brokenAt: undefined,
      beginsAfter: undefined,
    });
  });

  it.each([
    ['a changed name', (table: string) => `UPDATE ${table} SET who = 'person/eve' WHERE subject = '2'`],
    ['a changed time', (table: string) => `UPDATE ${table} SET at = at + 1 WHERE subject = '2'`],
    ['a changed outcome', (table: string) => `UPDATE ${table} SET outcome = 'refused' WHERE subject = '2'`],
    ['a changed detail', (table: string) => `UPDATE ${table} SET detail = '{"x":1}' WHERE subject = '2'`],
    ['an entry that was taken out', (table: string) => `DELETE FROM ${table} WHERE subject = '2'`],
  ])('shows %s', async (_what, sql) => {
    const { world, audit } = await filled();
    await change(world, sql);
    const { call } = await apiOf(world, 'admin');
    expect((await audit.check()).brokenAt).toBeGreaterThan(3);
    expect((await call('GET', '/audit/check')).json).toMatchObject({ sound: false });
  });

  it('is one chain, whoever appends at the same time', async () => {
    const { world, audit } = await filled();
    await besideGateway(`${world.folder}/data`, async (store) => {
      const other = new AuditLog(store);
      const both = Array.from({ length: 40 }, (_, n) => (n % 2 ? audit : other).note({ who: `p${n}`, action: 'a.b', subject: 's' }));
      await Promise.all(both);
    });
    expect(await audit.check()).toMatchObject({ entries: 45, brokenAt: undefined });
  });
});

describe('A-12: the beginning of the log', () => {
  const old = Date.parse('2020-01-01T00:00:00Z');

  /** Entries, of which those before the last three are as old as the log can be. */
  async function grown(): Promise<{ world: World; audit: AuditLog; store: <T>(use: (store: Store) => Promise<T>) => Promise<T> }> {
    const world = await startWorld(still);
    const audit = auditOf(world);
    await Promise.all(Array.from({ length: 600 }, (_, n) => audit.note({ who: 'person/ada', action: 'draft.stop', subject: String(n) })));
    const store = <T>(use: (store: Store) => Promise<T>): Promise<T> => besideGateway(`${world.folder}/data`, use);
    return { world, audit, store };
  }
  const seqs = (store: Store) => store.query(`SELECT seq FROM ${store.table('audit')} ORDER BY seq`);

  it('is let go in pieces, and what is left verifies by the entry that says so', async () => {
    const { world, audit } = await grown();
    const before = await audit.check();
    const middle = Date.now() + 1;
    await until(() => Date.now() > middle, 'another millisecond');
    await audit.note({ who: 'person/ada', action: 'draft.stop', subject: 'kept' });
    expect(await audit.cutBefore(middle)).toBe(before.entries);
    const after = await audit.check();
    expect(after).toMatchObject({ entries: 2, brokenAt: undefined, beginsAfter: expect.any(Number) });
    expect(shortOf(await audit.list({ limit: 10 }))).toEqual([
      { who: 'time', subject: '', outcome: 'done', detail: { through: after.beginsAfter, hash: before.head, entries: before.entries } },
      { who: 'person/ada', subject: 'kept', outcome: 'done', detail: {} },
    ]);
    const { call } = await apiOf(world, 'admin');
    expect((await call('GET', '/audit/check')).json).toMatchObject({ sound: true, begins_after: after.beginsAfter });
  });

  it('verifies also when a crash came between two pieces, and is let go by the next one', async () => {
    const { audit, store } = await grown();
    await audit.cutBefore(old);
    expect(await audit.check()).toMatchObject({ beginsAfter: undefined });
    const rows = await store(seqs);
    const [first, through] = [Number(rows[300]!['seq']), Number(rows[500]!['seq'])];
    const [last] = await store((one) => one.query(`SELECT hash FROM ${one.table('audit')} WHERE seq = ?`, [through]));
    await audit.note({ who: 'time', action: 'audit.cut', subject: '', detail: { through, hash: String(last!['hash']), entries: 501 } });
    await store((one) => one.write([{ sql: `DELETE FROM ${one.table('audit')} WHERE seq < ?`, params: [first] }]));
    expect(await audit.check()).toMatchObject({ brokenAt: undefined, beginsAfter: first - 1 });
    await audit.cutBefore(Date.now() + 1);
    expect(await audit.check()).toMatchObject({ entries: 1, brokenAt: undefined });
  });

  it.each([
    ['taken out without such an entry', 400, 0],
    ['taken out further than the entry says', 400, 300],
  ])('that is %s shows', async (_what, taken, said) => {
    const { audit, store } = await grown();
    const rows = await store(seqs);
    if (said > 0) {
      const through = Number(rows[said]!['seq']);
      const [last] = await store((one) => one.query(`SELECT hash FROM ${one.table('audit')} WHERE seq = ?`, [through]));
      await audit.note({ who: 'time', action: 'audit.cut', subject: '', detail: { through, hash: String(last!['hash']), entries: said } });
    }
    const first = Number(rows[taken]!['seq']);
    await store((one) => one.write([{ sql: `DELETE FROM ${one.table('audit')} WHERE seq < ?`, params: [first] }]));
    expect(await audit.check()).toMatchObject({ entries: 0, brokenAt: first });
  });

  it('is kept unless the configuration says for how long, and is cut once a day at most', async () => {
    const { world, audit } = await grown();
    const attempts = world.gateway.app.get(Attempts);
    const swept = async (keepMs: number | undefined, now: number) => {
      const settings = { deliveries: world.gateway.app.get<Settings>(GATEWAY_SETTINGS).deliveries, log: () => undefined };
      await new RetentionKeeper({ attempts, audit, settings: { ...settings, audit: keepMs === undefined ? {} : { keepMs } } }).sweep(now);
      return (await audit.check()).entries;
    };
    const [day, all] = [86_400_000, (await audit.check()).entries];
    const later = Date.now() + 100 * day;
    expect([await swept(undefined, later), await swept(99.5 * day, later), await swept(98 * day, later)]).toEqual([all, all, 1]);
  });
});

it('nothing is done that cannot be written down', async () => {
  const unwritable = {
    table: String,
    query: async () => [],
    write: async () => Promise.reject(new Error('disk full')),
  } as unknown as Store;
  let done = false;
  const act = new AuditLog(unwritable).during({ who: 'x', action: 'a.b', subject: 's' }, () => {
    done = true;
  });
  await expect(act).rejects.toThrow('disk full');
  expect(done).toBe(false);
});

it('the page is for admins, and shows what was done', async () => {
  const world = await startWorld(still);
  const admin = await personOf(world, ['admin'], 'ada');
  const other = await personOf(world, ['read'], 'bea');
  expect((await other.get('/audit')).status).toBe(403);
  expect((await other.get('/')).text).not.toContain('href="/audit"');
  const { status, text } = await admin.get('/audit');
  expect(status).toBe(200);
  expect(text).toMatch(/person\/ada[\s\S]*person\.join/);
});

it('recipes that are taken over while the gateway runs stand there', async () => {
  const world = await startWorld({ ...still, recipesPollMs: 30 });
  await writeFile(join(world.folder, 'routes', 'r0.yaml'), recipe.replace('Powder diffraction', 'Diffraction'));
  await until(async () => (await entriesOf(world, 'recipes.reload')).length > 0, 'the entry');
  const [entry] = await entriesOf(world, 'recipes.reload');
  expect(entry).toMatchObject({ who: 'recipes folder', outcome: 'done', detail: { routes: ['xrd', 'drafts'] } });
});
