import { appendFile, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Readable } from 'node:stream';
import { startStandIn } from '@zenodo-connect/stand-in';
import { describe, expect, it, onTestFinished } from 'vitest';
import { client } from './_util/client.ts';
import { runCommand, startCommand } from './_util/command.ts';
import { recipe } from './_util/gateway.ts';
import { tempFolder } from './_util/temp-folder.ts';

const examples = `examples:
  - { name: a scan, dataset: S-1, file: a.xy, expect: { metadata.title: Powder diffraction of S-1, finish: publish } }
  - { name: a wrong hope, dataset: S-1, file: a.xy, expect: { metadata.title: Something else } }
`;

async function configured(recipeText = recipe, zenodoUrl = 'http://127.0.0.1:9') {
  const folder = await tempFolder();
  await mkdir(join(folder, 'routes'));
  await writeFile(join(folder, 'routes', 'xrd.yaml'), recipeText);
  const config = join(folder, 'gateway.yaml');
  await writeFile(
    config,
    `folder: data\nlisten: { port: 0 }\nzenodo: { url: "${zenodoUrl}", datacite_url: "${zenodoUrl}" }\nroutes: routes\n`,
  );
  return config;
}

it.each([
  [],
  ['start'],
  ['test'],
  ['lint'],
  ['token'],
  ['token', 'add'],
  ['token', 'list'],
  ['token', 'revoke'],
  ['explain'],
  ['dev'],
  ['doctor'],
  ['schema'],
  ['resume'],
  ['backup'],
  ['restore'],
  ['restored'],
  ['draft', 'list'],
  ['draft', 'approve'],
  ['draft', 'stop'],
  ['job', 'list'],
  ['job', 'retry'],
  ['subscriber'],
  ['subscriber', 'enable'],
  ['subscriber', 'forget'],
  ['subscriber', 'secret'],
  ['subscriber', 'keys'],
  ['api-token', 'add'],
  ['person', 'invite'],
  ['audit'],
  ['audit', 'list'],
  ['audit', 'export'],
  ['audit', 'check'],
])('%j --help says what it does', async (...words) => {
  const { code, stdout } = await runCommand([...words, '--help']);
  expect(code).toBe(0);
  expect(stdout).toContain('Usage: zenodo-gateway');
});

describe('recipes', () => {
  it('test prints each example and fails when one does not hold; it needs no token', async () => {
    const { code, stdout } = await runCommand(['test', '--config', await configured(recipe + examples)]);
    expect(code).toBe(1);
    expect(stdout).toContain('ok   xrd: a scan\n');
    expect(stdout).toContain('FAIL xrd: a wrong hope\n       metadata.title: expected "Something else", got "Powder diffraction of S-1"\n');
    expect(stdout).toContain('1 of 2 examples hold.');
  });

  it('lint tells the place of a mistake, and start refuses it in the same words', async () => {
    const config = await configured(recipe.replace('title:', 'titel:'));
    const env = { ZENODO_TOKEN: 't' };
    const [lint, start] = [await runCommand(['lint', '--config', config], env), await runCommand(['start', '--config', config], env)];
    expect(lint.code).toBe(1);
    expect(lint.stderr).toMatch(/^zenodo-gateway: .*xrd\.yaml:6:3: "titel" is not a key here; did you mean "title"\?\n$/);
    expect(start).toEqual(lint);
  });
});

it('T-10 a variable in the configuration that nobody fills in is refused, with its place', async () => {
  const config = await configured();
  await writeFile(config, (await readFile(config, 'utf8')).replace('folder: data', `folder: ${'$'}{DATA_FOLDER}`));
  const { code, stderr } = await runCommand(['start', '--config', config], { ZENODO_TOKEN: 't', DATA_FOLDER: 'data' });
  expect(code).toBe(1);
  expect(stderr).toContain(`gateway.yaml:1:9: ${'$'}{DATA_FOLDER} is not filled in here; write the value, or name a file with it.`);
});

it('T-10 a missing token and a missing file are one sentence', async () => {
  const config = await configured();
  expect((await runCommand(['start', '--config', config])).stderr).toBe(
    'zenodo-gateway: A secret is missing: set ZENODO_TOKEN in the environment, or zenodo.token_file to a file that holds it.\n',
  );
  expect((await runCommand(['start', '--config', 'nowhere.yaml'])).stderr).toBe(
    'zenodo-gateway: The configuration nowhere.yaml cannot be read (ENOENT); give its name with --config.\n',
  );
});

it('tokens and subscribers are managed without any secret at hand', async () => {
  const config = await configured();
  const added = await runCommand(['token', 'add', 'xrd', '--config', config]);
  expect(added).toMatchObject({ code: 0, stderr: '' });
  expect((await runCommand(['token', 'list', '--config', config])).stdout).toContain('valid');
  expect((await runCommand(['subscriber', 'list', '--config', config])).code).toBe(0);
});

it('a subscriber without a secret is told how to make one, and what is made is taken', async () => {
  const config = await configured();
  await appendFile(config, 'subscribers: [{ name: n8n, url: "https://n8n.example/x", secret_file: n8n.secret }]\n');
  const env = { ZENODO_TOKEN: 't' };
  expect((await runCommand(['lint', '--config', config], env)).stderr).toBe(
    'zenodo-gateway: secret_file of the subscriber "n8n" names n8n.secret, which cannot be read (ENOENT). `zenodo-gateway subscriber secret` makes a secret.\n',
  );
  await writeFile(join(dirname(config), 'n8n.secret'), (await runCommand(['subscriber', 'secret'])).stdout);
  expect(await runCommand(['lint', '--config', config], env)).toMatchObject({ code: 0, stderr: '' });
});

it('token add, list and revoke work while the gateway runs; SIGTERM ends it cleanly', async () => {
  const zenodo = await startStandIn({ port: 0 });
  onTestFinished(() => zenodo.close());
  const config = await configured(recipe, zenodo.url);
  const env = { ZENODO_TOKEN: zenodo.tokens.owner };
  const gateway = await startCommand(config, env);

  const added = await runCommand(['token', 'add', 'xrd', '--config', config], env);
  expect(added.stdout).toMatch(/^gwi_[A-Za-z0-9_-]{43}\n$/);
  const send = client(gateway.url, added.stdout.trim());
  expect((await send.put('xrd/S-1/a.xy', 'x')).status).toBe(202);

  const { stdout } = await runCommand(['token', 'list', '--config', config], env);
  const id = /tok_[0-9a-f]+/.exec(stdout)?.[0] ?? '';
  expect(stdout).toContain('valid');
  expect(stdout).not.toContain(added.stdout.trim().slice(4));
  expect((await runCommand(['token', 'revoke', id, '--config', config], env)).code).toBe(0);
  await expect.poll(async () => (await send.put('xrd/S-1/b.xy', 'x')).status, { timeout: 3_000 }).toBe(401);
  expect((await runCommand(['token', 'add', 'nope', '--config', config], env)).stderr).toBe(
    'zenodo-gateway: There is no route "nope"; known are xrd.\n',
  );

  expect(await gateway.kill('SIGTERM')).toBe(0);
  expect(gateway.lines.every((line) => typeof JSON.parse(line) === 'object')).toBe(true);
});

it('after a wrong Zenodo token was replaced, all that waited for it goes on by itself', async () => {
  const zenodo = await startStandIn({ port: 0 });
  onTestFinished(() => zenodo.close());
  const config = await configured(recipe, zenodo.url);
  const wrong = await startCommand(config, { ZENODO_TOKEN: 'wrong' });
  const token = (await runCommand(['token', 'add', 'xrd', '--config', config])).stdout.trim();
  expect(wrong.lines.some((line) => line.includes('Zenodo does not take the token'))).toBe(true);
  const before = client(wrong.url, token);
  const ids: string[] = [];
  for (const name of ['S-1/a.xy', 'S-1/b.xy', 'S-2/a.xy']) ids.push(String((await before.put(`xrd/${name}`, name)).json['id']));
  const nextOf = async (id: string) => String((await before.get(`/jobs/${id}`)).json['next_action']);
  for (const id of ids) await expect.poll(() => nextOf(id), { timeout: 10_000 }).toContain('Waiting: Zenodo refuses the token');
  await wrong.kill('SIGTERM');

  const right = await startCommand(config, { ZENODO_TOKEN: zenodo.tokens.owner });
  const send = client(right.url, token);
  for (const id of ids) await send.untilState(id, 'findable');
});

it('all that failed is tried again by one command while the gateway runs', async () => {
  const zenodo = await startStandIn({ port: 0 });
  onTestFinished(() => zenodo.close());
  const config = await configured(recipe, zenodo.url);
  const gateway = await startCommand(config, { ZENODO_TOKEN: zenodo.tokens.owner });
  const send = client(gateway.url, (await runCommand(['token', 'add', 'xrd', '--config', config])).stdout.trim());
  const issue = { field: 'metadata.publisher', messages: ['Not today.'] };
  const body = { status: 400, message: 'A validation error occurred.', errors: [issue] };
  zenodo.faults.answer({ method: 'POST', path: '*/actions/publish', times: 1_000 }, { status: 400, body });
  const ids: string[] = [];
  for (const name of ['S-1/a.xy', 'S-1/b.xy', 'S-2/a.xy']) ids.push(String((await send.put(`xrd/${name}`, name)).json['id']));
  for (const id of ids) await send.untilState(id, 'failed');
  const failed = (await runCommand(['job', 'list', '--state', 'failed', '--config', config])).stdout;
  for (const id of ids) expect(failed).toContain(id);
  zenodo.faults.clear();
  const retried = await runCommand(['job', 'retry', '--all-failed', '--config', config]);
  expect(retried.stdout).toBe('3 jobs are queued again; the running gateway takes them up by itself.\n');
  const [first, second] = [await send.untilState(ids[0]!, 'findable'), await send.untilState(ids[1]!, 'findable')];
  expect(second['concept_doi']).toBe(first['concept_doi']);
  await send.untilState(ids[2]!, 'findable');
});

it.each([
  [['job', 'retry'], 'Name one job, or give --all-failed.'],
  [['job', 'retry', 'x', '--all-failed'], 'Name one job, or give --all-failed.'],
  [['job', 'retry', 'x'], 'There is no job x; `zenodo-gateway job list` shows them.'],
  [
    ['job', 'list', '--state', 'lost'],
    '"lost" is no state; there are queued, running, waiting, left, submitted, published, findable, failed, cancelled.',
  ],
])('%j is refused in a sentence', async (words, sentence) => {
  expect(await runCommand([...words, '--config', await configured()])).toMatchObject({ code: 1, stderr: `zenodo-gateway: ${sentence}\n` });
});

it('F-15 when the disk takes no more, a file is refused with 507, nothing of it is kept, what was there stays, and small ones still come in', async () => {
  const config = await configured();
  const env = { ZENODO_TOKEN: 't' };
  const gateway = await startCommand(config, env, 2_048);
  const send = client(gateway.url, (await runCommand(['token', 'add', 'xrd', '--config', config], env)).stdout.trim());
  const early = await send.put('xrd/S-0/a.xy', 'early');
  const refused = await send.put('xrd/S-1/a.xy', Buffer.alloc(5_000_000, 'x'));
  expect(refused).toMatchObject({
    status: 507,
    headers: { 'retry-after': '300' },
    json: { type: 'urn:zenodo-connect:problem:storage-full' },
  });
  expect(await readdir(join(dirname(config), 'data', 'spool'))).toEqual([]);
  expect(await send.put('xrd/S-0/a.xy', 'early')).toMatchObject({ status: 200, json: { id: early.json['id'], duplicate: true } });
  expect((await send.put('xrd/S-1/b.xy', 'x')).status).toBe(202);
});

it('SIGTERM lets an upload that runs end, takes nothing new, and exits with 0', async () => {
  const config = await configured();
  const env = { ZENODO_TOKEN: 't' };
  const gateway = await startCommand(config, env);
  const send = client(gateway.url, (await runCommand(['token', 'add', 'xrd', '--config', config], env)).stdout.trim());
  const body = new Readable({ read: () => undefined });
  const upload = send.put('xrd/S-1/a.xy', body);
  body.push(Buffer.alloc(100_000, 'a'));
  await expect.poll(() => readdir(join(dirname(config), 'data', 'spool'))).toHaveLength(1);
  const gone = gateway.kill('SIGTERM');
  const isReady = () =>
    client(gateway.url, undefined)
      .get('/readyz')
      .then(({ status }) => status === 200)
      .catch(() => false);
  await expect.poll(isReady).toBe(false);
  const late = await client(gateway.url, send.token)
    .put('xrd/S-1/b.xy', 'x')
    .catch(() => undefined);
  expect(late?.status ?? 'refused').not.toBe(202);
  body.push(Buffer.alloc(100_000, 'b'));
  body.push(null);
  expect((await upload).status).toBe(202);
  expect(await gone).toBe(0);
});

it('an API token is made, listed without itself, and revoked; a scope that there is not is refused', async () => {
  const config = ['--config', await configured()];
  const { stdout: token } = await runCommand(['api-token', 'add', 'n8n', '--scopes', 'read', 'operate', ...config]);
  expect(token).toMatch(/^gwa_[\w-]{43}\n$/);
  const { stdout: list } = await runCommand(['api-token', 'list', ...config]);
  expect(list).toMatch(/^tok_\w+ +n8n +read,operate +never +valid$/m);
  expect(list).not.toContain(token.trim());
  expect((await runCommand(['api-token', 'revoke', /tok_\w+/.exec(list)![0], ...config])).code).toBe(0);
  expect((await runCommand(['api-token', 'list', ...config])).stdout).toContain('revoked');
  expect((await runCommand(['api-token', 'add', 'x', '--scopes', 'all', ...config])).stderr).toContain('The scope "all" is none');
  expect((await runCommand(['person', 'invite', '--scopes', 'read', ...config])).stdout).toMatch(/^\/join\/[\w-]{43}\n$/);
});

it('what commands do stands in the audit log, which can be checked and exported', async () => {
  const config = await configured();
  const token = (await runCommand(['token', 'add', 'xrd', '-c', config])).stdout.trim();
  await runCommand(['api-token', 'add', 'n8n', '--scopes', 'read', '-c', config]);
  await runCommand(['job', 'retry', 'nope', '-c', config]);
  const list = await runCommand(['audit', 'list', '-c', config]);
  expect(list.stdout).toMatch(/command\/\S+ +api_token\.add +n8n +done +\{"id":"tok_/);
  expect(list.stdout).not.toContain(token);
  const lines = (await runCommand(['audit', 'export', '-c', config])).stdout.trim().split('\n');
  expect(lines.map((line) => JSON.parse(line) as object)).toMatchObject([
    { action: 'token.add', subject: 'xrd', outcome: 'asked' },
    { action: 'token.add', outcome: 'done' },
    { action: 'api_token.add', outcome: 'asked' },
    { action: 'api_token.add', outcome: 'done' },
  ]);
  const sound = await runCommand(['audit', 'check', '-c', config]);
  expect([sound.code, sound.stdout]).toEqual([0, expect.stringMatching(/^4 entries, each as it was written/)]);
  const database = new DatabaseSync(join(dirname(config), 'data', 'gateway.db'));
  const { name } = database.prepare("SELECT name FROM sqlite_master WHERE type = 'table' AND name LIKE '%audit'").get() as { name: string };
  database.exec(`UPDATE ${name} SET subject = 'other' WHERE seq = 2`);
  database.close();
  const broken = await runCommand(['audit', 'check', '-c', config]);
  expect([broken.code, broken.stdout]).toEqual([1, expect.stringContaining('The entry 2 was changed')]);
});
