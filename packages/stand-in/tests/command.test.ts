import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { asking } from './_util/client.ts';
import { BIN, ran, running } from './_util/command.ts';
import { started } from './_util/started.ts';

test('the first line of --json is the address and the four tokens, and the server answers', async () => {
  const command = await running();
  expect(command.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  expect(Object.keys(command.tokens)).toEqual(['owner', 'other', 'fresh', 'admin']);
  expect((await asking(command)('POST', '/api/records', { json: {} })).status).toBe(201);
  expect(command.lines).toHaveLength(1);
});

test.each(['SIGTERM', 'SIGINT'] as const)('%s ends it with 0', async (signal) => {
  const command = await running();
  command.process.kill(signal);
  expect(await once(command.process, 'exit')).toEqual([0, null]);
});

test('lags are set from the command line', async () => {
  const command = await running('--index-lag-ms', '60000');
  const ask = asking(command);
  await ask('POST', '/api/records', { json: {} });
  expect((await ask('GET', '/api/user/records')).body.hits.total).toBe(0);
});

test('what --seed names is there at the start', async () => {
  const command = await running('--seed', '3');
  expect((await asking(command)('GET', '/api/records')).body.hits.total).toBe(3);
});

test('--seed is planted once in a folder, not at each start; its users keep their tokens', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'stand-in-test-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const plan = path.join(folder, 'plan.json');
  await writeFile(plan, JSON.stringify({ users: ['carol'], records: 2 }));
  const start = async () => {
    const command = await running('--folder', path.join(folder, 'kept'), '--seed', plan);
    const { body } = await asking(command)('GET', '/api/records');
    command.process.kill('SIGKILL');
    await once(command.process, 'exit');
    return { total: body.hits.total, token: command.tokens['carol'] };
  };
  const first = await start();
  expect(first).toEqual({ total: 2, token: expect.stringMatching(/^[0-9a-f]{60}$/) });
  expect(await start()).toEqual(first);
});

test.each([
  [['--cert', BIN], '--cert and --key are given together, or neither.'],
  [['--seed', BIN], /The file is not JSON \(.+\)\./],
  [['--public-url', 'https://zenodo.test/api'], /It has to be a scheme and a host, such as https:\/\/zenodo\.test, and nothing more\./],
  [['--json', '--quiet'], /option '--json' cannot be used with option '--quiet'/],
  [['extra'], /too many arguments/],
  [['--key', '/nowhere'], /The file cannot be read \(ENOENT.+\)\./],
])('%s is refused with a sentence', async (args, sentence) => {
  const { code, error } = await ran(...args);
  expect(code).toBe(1);
  expect(error).toMatch(sentence);
});

test('a port in use is explained in one sentence', async () => {
  const { zenodo } = await started();
  const port = new URL(zenodo.url).port;
  const { code, out, error } = await ran('--port', port);
  expect([code, out]).toEqual([1, '']);
  expect(error).toBe(`Port ${port} on 127.0.0.1 is in use; choose another one with --port, or 0 for a free one.\n`);
});

test('a folder that cannot be one is explained in one sentence', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'stand-in-test-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const file = path.join(folder, 'file');
  await writeFile(file, '');
  const { code, error } = await ran('--folder', path.join(file, 'below'));
  expect(code).toBe(1);
  expect(error).toMatch(/^The folder .+ cannot be written \(.+\); choose another one with --folder\.\n$/);
});

test.each([['--port', '70000'], ['--port', 'x'], ['--frob']])('%s %s is refused with the help', async (...args) => {
  const { code, error } = await ran(...args);
  expect(code).toBe(1);
  expect(error).toContain('Usage: zenodo-stand-in');
});

test('--quiet prints nothing, and the server answers', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'stand-in-test-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const { zenodo } = await started();
  const { port } = new URL(zenodo.url);
  await zenodo.close();
  const child = spawn(process.execPath, [BIN, '--port', port, '--folder', folder, '--quiet'], { stdio: ['ignore', 'pipe', 'pipe'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  let printed = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (printed += chunk.toString()));
  await expect
    .poll(
      () =>
        fetch(zenodo.url).then(
          (response) => response.status,
          () => 0,
        ),
      { timeout: 10_000 },
    )
    .toBe(200);
  expect(printed).toBe('');
});

test('--token sets tokens that are known beforehand, on a folder too', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'stand-in-test-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const { zenodo: first } = await started({ folder });
  const before = { ...first.tokens };
  await first.close();
  const { zenodo, ask } = await started({ folder, tokens: { owner: 'owner-secret', admin: 'admin-secret' } });
  expect(zenodo.tokens).toEqual({ ...before, owner: 'owner-secret', admin: 'admin-secret' });
  expect((await ask('GET', '/api/user/records')).status).toBe(200);
  const command = await running('--token', 'owner=owner-secret', '--token', 'other=other-secret');
  const headers = { authorization: 'Bearer other-secret' };
  expect((await fetch(`${command.url}/api/user/records`, { headers })).status).toBe(200);
});

test.each([
  [['--token', 'nobody=12345678'], /an account \(owner, other, fresh or admin\)/],
  [['--token', 'owner=short'], /The token of "owner" has to be 8 to 200 characters/],
  [['--token', 'owner=12345678', '--token', 'other=12345678'], /has the token of another account/],
])('%j is refused in a sentence', async (options, said) => {
  const { code, error } = await ran(...options);
  expect(code).toBe(1);
  expect(error).toMatch(said);
});

test('--public-url is the scheme and host of links', async () => {
  const command = await running('--public-url', 'https://zenodo.test/');
  const { body } = await asking(command)('POST', '/api/records', { json: {} });
  expect(body.links['self']).toBe(`https://zenodo.test/api/records/${body.id}/draft`);
});

test('--help names every option', async () => {
  const { code, out } = await ran('--help');
  expect(code).toBe(0);
  const options =
    'port host folder json quiet index-lag-ms doi-delay-ms rate-limits no-races record-bodies cert key public-url seed token version help'.split(
      ' ',
    );
  for (const option of options) expect(out).toMatch(new RegExp(`--${option}[ ,\\n]`));
});
