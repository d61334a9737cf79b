import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { StandIn } from '@zenodo-connect/stand-in';
import { expect, it } from 'vitest';
import { client } from './_util/client.ts';
import { runCommand } from './_util/command.ts';
import { recipe } from './_util/gateway.ts';
import { configured, laboratory, published, world } from './_util/laboratory.ts';

it('Q-14 after a restore of an old backup, what was published since is found by its key and not published twice', {
  timeout: 180_000,
}, async () => {
  const zenodo = await world();
  const lab = await laboratory(zenodo);
  const files = ['a', 'b', 'c', 'd'].map((name) => ({ name: `${name}.xy`, bytes: randomBytes(name === 'b' ? 90_000 : 300) }));
  const deposit = async ({ name, bytes }: (typeof files)[number]) => {
    const { json, status } = await lab.send().put(`xrd/S-1/${name}`, bytes);
    return { status, id: String(json['id']), job: await lab.send().untilState(String(json['id']), 'findable') };
  };
  const before = [await deposit(files[0]!)];
  expect(await lab.backUp()).toMatchObject({ code: 0, stderr: '' });
  for (const file of files.slice(1, 3)) before.push(await deposit(file));
  expect(published(zenodo)).toBe(3);

  expect(await lab.loseAndRestore()).toMatchObject({ code: 0, stderr: '' });
  // The instrument sends again all that it still has, and then something new.
  const after = [];
  for (const file of files.slice(0, 3)) after.push(await deposit(file));
  expect(after.map(({ id, job }) => [id, job['doi']])).toEqual(before.map(({ id, job }) => [id, job['doi']]));
  expect(published(zenodo)).toBe(3);
  const next = await deposit(files[3]!);
  expect(next.job['concept_doi']).toBe(before[0]!.job['concept_doi']);
  expect(published(zenodo)).toBe(4);
});

it('Q-14 a file that was on its way at the backup, and was published since, is not published again', { timeout: 180_000 }, async () => {
  const zenodo = await world();
  const lab = await laboratory(zenodo);
  zenodo.faults.answer({ method: 'POST', path: '/api/records', times: 20 }, { status: 503 });
  const { json } = await lab.send().put('xrd/S-1/a.xy', randomBytes(90_000));
  expect((await lab.backUp()).stdout).toMatch(/holds the database and 1 files/);
  zenodo.faults.clear();
  const done = await lab.send().untilState(String(json['id']), 'findable');
  await lab.loseAndRestore();
  const again = await lab.send().untilState(String(json['id']), 'findable');
  expect(again['doi']).toBe(done['doi']);
  expect(published(zenodo)).toBe(1);
});

it('Q-14 a held draft is stopped by a restore, since somebody may have stopped it', { timeout: 180_000 }, async () => {
  const zenodo = await world();
  const held = recipe.replace(/publish:.*/, 'publish: { mode: hold, after: 1h, i_understand_publication_is_permanent: true }');
  const lab = await laboratory(zenodo, held);
  const { json } = await lab.send().put('xrd/S-1/a.xy', 'x');
  await lab.send().untilState(String(json['id']), 'left');
  await lab.backUp();
  expect((await lab.loseAndRestore()).stdout).toContain('1 held drafts are stopped');
  lab.endHolds();
  await new Promise((resolve) => setTimeout(resolve, 2_500));
  expect((await lab.send().job(String(json['id'])))['decision']).toMatchObject({ state: 'stopped', decided_by: 'the restore' });
  expect(published(zenodo)).toBe(0);
});

it('Q-14 a database that other tools put back publishes nothing that is held, once `restored` has looked at it', {
  timeout: 180_000,
}, async () => {
  const zenodo = await world();
  const held = recipe.replace(/publish:.*/, 'publish: { mode: hold, after: 1h, i_understand_publication_is_permanent: true }');
  const lab = await laboratory(zenodo, held);
  const { json } = await lab.send().put('xrd/S-1/a.xy', 'x');
  await lab.send().untilState(String(json['id']), 'left');
  await lab.stop();
  expect(await lab.run('restored')).toMatchObject({ code: 0, stdout: expect.stringContaining('1 held drafts are stopped') });
  await lab.start();
  lab.endHolds();
  await new Promise((resolve) => setTimeout(resolve, 2_500));
  expect((await lab.send().job(String(json['id'])))['decision']).toMatchObject({ state: 'stopped', decided_by: 'the restore' });
  expect(published(zenodo)).toBe(0);
});

it('Q-14 a restore onto a database, from no backup, or beside a running gateway is refused in a sentence', async () => {
  const zenodo = await world();
  const lab = await laboratory(zenodo);
  await lab.backUp();
  const running = await runCommand(['restore', join(dirname(lab.config), 'backup'), '--config', lab.config]);
  expect([running.code, running.stderr]).toEqual([1, expect.stringContaining('Another gateway runs on the folder')]);
  const twice = await lab.backUp();
  expect([twice.code, twice.stderr]).toEqual([1, expect.stringContaining('holds something already')]);
  const other = await configured(zenodo.url);
  const nothing = await runCommand(['restore', join(dirname(other), 'nowhere'), '--config', other]);
  expect([nothing.code, nothing.stderr]).toEqual([1, expect.stringContaining('is no backup')]);
});

const draftsOf = async (zenodo: StandIn) => {
  const answer = await fetch(`${zenodo.url}/api/user/records?allversions=true`, {
    headers: { authorization: `Bearer ${zenodo.tokens.owner}`, accept: 'application/vnd.inveniordm.v1+json' },
  });
  return ((await answer.json()) as { hits: { hits: readonly { is_published: boolean }[] } }).hits.hits;
};

it.each([
  ['before their drafts were made', { method: 'POST', path: '*/versions' }],
  ['with a draft each', { method: 'POST', path: '*/actions/publish' }],
])(
  'Q-14 versions that waited at the backup, %s, and were published since, are there once and in their order',
  { timeout: 180_000 },
  async (_when, match) => {
    const zenodo = await world();
    const lab = await laboratory(zenodo);
    const put = async (name: string) => String((await lab.send().put(`xrd/S-1/${name}.xy`, `bytes of ${name}`)).json['id']);
    await lab.send().untilState(await put('a'), 'findable');
    zenodo.faults.answer({ ...match, times: 1_000 }, { status: 503 });
    const ids = [await put('b'), await put('c')];
    await lab.send().untilState(ids[0]!, 'waiting');
    expect((await lab.backUp()).code).toBe(0);
    zenodo.faults.clear();
    const before = [];
    for (const id of ids) before.push(await lab.send().untilState(id, 'findable'));
    expect(published(zenodo)).toBe(3);
    const { stdout } = await lab.loseAndRestore();
    expect(stdout).toContain('2 deposits were not done and go on with the start');
    for (const [n, id] of ids.entries()) expect((await lab.send().untilState(id, 'findable'))['doi']).toBe(before[n]!['doi']);
    expect(published(zenodo)).toBe(3);
    expect((await draftsOf(zenodo)).map(({ is_published }) => is_published)).toEqual([true, true, true]);
  },
);

it('Q-14 a backup that is made while files come in and go out restores to a gateway that loses nothing and publishes nothing twice', {
  timeout: 120_000,
}, async () => {
  const zenodo = await world();
  const lab = await laboratory(zenodo);
  const files = Array.from({ length: 24 }, (_, n) => ({ path: `xrd/S-${n % 6}/f${n}.xy`, bytes: randomBytes(n % 3 === 0 ? 90_000 : 300) }));
  const put = async ({ path, bytes }: (typeof files)[number]) => String((await lab.send().put(path, bytes)).json['id']);
  const ids: string[] = [];
  const backUp = async () => {
    while (ids.length < 8) await new Promise((resolve) => setTimeout(resolve, 5));
    return lab.backUp();
  };
  const [backup] = await Promise.all([
    backUp(),
    (async () => {
      for (const file of files) ids.push(await put(file));
    })(),
  ]);
  expect(backup).toMatchObject({ code: 0, stderr: '' });
  const before = [];
  for (const id of ids) before.push((await lab.send().untilState(id, 'findable'))['doi']);
  await lab.loseAndRestore();
  const again = [];
  for (const file of files) again.push(await put(file));
  expect(again).toEqual(ids);
  const after = [];
  for (const id of again) after.push((await lab.send().untilState(id, 'findable'))['doi']);
  expect(after).toEqual(before);
  expect(published(zenodo)).toBe(files.length);
});

it('Q-14 collected files, a form and a resumable upload that were published since the backup are found when they are sent again', {
  timeout: 180_000,
}, async () => {
  const zenodo = await world();
  const lab = await laboratory(zenodo, recipe.replace('metadata:', 'collect: { commit: true }\nmetadata:'));
  const other = recipe.replace('route: xrd', 'route: forms');
  await writeFile(join(lab.folder, 'routes', 'forms.yaml'), other);
  await lab.stop();
  await lab.start();
  const token = (await lab.run('token', 'add', 'forms')).stdout.trim();
  const content = [randomBytes(300).toString('hex'), randomBytes(300).toString('hex')];
  const collected = async () => {
    for (const [n, bytes] of content.entries()) await lab.send().put(`xrd/S-1/part${n}.xy`, bytes);
    const { json } = await lab.send().call('POST', '/in/xrd/commit', '', { 'x-dataset': 'S-1' });
    return (await lab.send().untilState(String(json['id']), 'findable'))['doi'];
  };
  const form = async () => {
    const body = new FormData();
    body.append('dataset', 'S-2');
    for (const [n, bytes] of content.entries()) body.append('file', new Blob([bytes]), `part${n}.xy`);
    const headers = { authorization: `Bearer ${token}`, 'idempotency-key': 'run-7' };
    const answer = await fetch(`${lab.send().url}/in/forms`, { method: 'POST', body, headers });
    const { id } = (await answer.json()) as { id: string };
    return (await client(lab.send().url, token).untilState(id, 'findable'))['doi'];
  };
  const resumable = async () => {
    const sender = client(lab.send().url, token);
    const head = { 'tus-resumable': '1.0.0' };
    const base64 = (text: string) => Buffer.from(text).toString('base64');
    const created = await sender.call('POST', '/in/forms/tus', undefined, {
      ...head,
      'upload-length': String(content[0]!.length),
      'upload-metadata': `filename ${base64('whole.xy')},dataset ${base64('S-3')}`,
    });
    const patch = { ...head, 'upload-offset': '0', 'content-type': 'application/offset+octet-stream' };
    const done = await sender.call('PATCH' as 'PUT', String(created.headers['location']), content[0]!, patch);
    return (await sender.untilState(String(done.headers['gateway-job']).split('/').at(-1)!, 'findable'))['doi'];
  };
  await lab.backUp();
  const before = [await collected(), await form(), await resumable()];
  await lab.loseAndRestore();
  expect([await collected(), await form(), await resumable()]).toEqual(before);
  expect(published(zenodo)).toBe(3);
});

const approval = recipe.replace(/publish:.*/, 'publish: { mode: approval }');

it('Q-14 a draft that was approved and published since the backup waits again, and approving it again publishes nothing twice', {
  timeout: 180_000,
}, async () => {
  const zenodo = await world();
  const lab = await laboratory(zenodo, approval);
  const id = String((await lab.send().put('xrd/S-1/a.xy', 'x')).json['id']);
  await lab.send().untilState(id, 'left');
  await lab.backUp();
  const draft = /^\d+/m.exec((await lab.run('draft', 'list')).stdout)![0];
  expect((await lab.run('draft', 'approve', draft, '--by', 'ada')).code).toBe(0);
  const done = await lab.send().untilState(id, 'findable');
  await lab.loseAndRestore();
  await lab.run('draft', 'approve', draft, '--by', 'ada');
  expect((await lab.send().untilState(id, 'findable'))['doi']).toBe(done['doi']);
  expect(published(zenodo)).toBe(1);
});

it('Q-14 a held draft that was stopped since the backup stays a draft, and one that was published since is published once', {
  timeout: 180_000,
}, async () => {
  const zenodo = await world();
  const held = recipe.replace(/publish:.*/, 'publish: { mode: hold, after: 1h, i_understand_publication_is_permanent: true }');
  const lab = await laboratory(zenodo, held);
  const put = async (dataset: string) => String((await lab.send().put(`xrd/${dataset}/a.xy`, dataset)).json['id']);
  const [stopped, opened] = [await put('S-1'), await put('S-2')];
  for (const id of [stopped, opened]) await lab.send().untilState(id, 'left');
  const drafts = [...(await lab.run('draft', 'list')).stdout.matchAll(/^(\d+).*S-(\d)/gm)].map(([, id, n]) => [n!, id!] as const);
  await lab.backUp();
  expect((await lab.run('draft', 'stop', new Map(drafts).get('1')!, '--by', 'ada')).code).toBe(0);
  lab.endHolds();
  const done = await lab.send().untilState(opened, 'findable');
  expect((await lab.loseAndRestore()).stdout).toContain('2 held drafts are stopped');
  lab.endHolds();
  await new Promise((resolve) => setTimeout(resolve, 2_500));
  expect((await lab.send().job(stopped))['status']).toBe('left');
  // Whoever approves the one that nobody remembers to be published finds its record.
  await lab.run('draft', 'approve', new Map(drafts).get('2')!, '--by', 'ada');
  expect((await lab.send().untilState(opened, 'findable'))['doi']).toBe(done['doi']);
  expect(published(zenodo)).toBe(1);
});
