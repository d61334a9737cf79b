import { randomBytes } from 'node:crypto';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type StandIn, startStandIn } from '@zenodo-connect/stand-in';
import { expect, it, onTestFinished } from 'vitest';
import { client, type GatewayClient } from './_util/client.ts';
import { type RunningCommand, runCommand, startCommand } from './_util/command.ts';
import { recipe } from './_util/gateway.ts';
import { tempFolder } from './_util/temp-folder.ts';

async function configured(zenodoUrl: string, recipeText = recipe): Promise<string> {
  const folder = await tempFolder();
  await mkdir(join(folder, 'routes'));
  await writeFile(join(folder, 'routes', 'xrd.yaml'), recipeText);
  const config = join(folder, 'gateway.yaml');
  const text = `folder: data
listen: { port: 0 }
zenodo: { url: "${zenodoUrl}", datacite_url: "${zenodoUrl}", create_look_ms: 500 }
routes: routes
deposits: { poll_ms: 50, retry_delays_ms: [50], doi_delays_ms: [50] }
`;
  await writeFile(config, text);
  return config;
}

/** A gateway with a token, and a way to lose its folder and start it again from a backup. */
async function laboratory(zenodo: StandIn, recipeText?: string) {
  const config = await configured(zenodo.url, recipeText);
  const env = { ZENODO_TOKEN: zenodo.tokens.owner };
  const token = (await runCommand(['token', 'add', 'xrd', '--config', config])).stdout.trim();
  let gateway: RunningCommand = await startCommand(config, env);
  const backup = join(dirname(config), 'backup');
  return {
    config,
    send: (): GatewayClient => client(gateway.url, token),
    backUp: () => runCommand(['backup', backup, '--config', config]),
    loseAndRestore: async () => {
      await gateway.kill('SIGKILL');
      await rename(join(dirname(config), 'data'), join(dirname(config), 'lost'));
      const restored = await runCommand(['restore', backup, '--config', config]);
      gateway = await startCommand(config, env);
      return restored;
    },
  };
}

async function world() {
  const zenodo = await startStandIn({ port: 0, indexLagMs: 100 });
  onTestFinished(() => zenodo.close());
  return zenodo;
}

const published = ({ calls }: StandIn): number =>
  calls.filter(({ path, status }) => path.endsWith('/actions/publish') && status === 202).length;

it('Q-14 after a restore of an old backup, what was published since is found by its key and not published twice', {
  timeout: 60_000,
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

it('a file that was on its way at the backup, and was published since, is not published again', { timeout: 60_000 }, async () => {
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

it('a held draft is stopped by a restore, since somebody may have stopped it', { timeout: 60_000 }, async () => {
  const zenodo = await world();
  const held = recipe.replace(/publish:.*/, 'publish: { mode: hold, after: 3s, i_understand_publication_is_permanent: true }');
  const lab = await laboratory(zenodo, held);
  const { json } = await lab.send().put('xrd/S-1/a.xy', 'x');
  await lab.send().untilState(String(json['id']), 'left');
  await lab.backUp();
  expect((await lab.loseAndRestore()).stdout).toContain('1 held drafts are stopped');
  await new Promise((resolve) => setTimeout(resolve, 4_000));
  expect((await lab.send().job(String(json['id'])))['decision']).toMatchObject({ state: 'stopped', decided_by: 'the restore' });
  expect(published(zenodo)).toBe(0);
});

it('a restore onto a database, from no backup, or beside a running gateway is refused in a sentence', async () => {
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
