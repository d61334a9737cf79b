import { execFile, spawn } from 'node:child_process';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it, onTestFinished } from 'vitest';
import { startGateway } from '../src/index.ts';
import { recipe, startWorld } from './_util/gateway.ts';
import { keptIn } from './_util/kept.ts';
import { recipeOf } from './_util/recipes.ts';
import { until } from './_util/subscriber.ts';
import { tempFolder } from './_util/temp-folder.ts';

const run = promisify(execFile);
const agent = fileURLToPath(new URL('../agent/zenodo_agent.py', import.meta.url));
const off = { deposits: { run: false } };

it('curl: one file by -T, several with fields by -F, and a dry run', async () => {
  const { gateway, send, config } = await startWorld(off);
  const folder = await tempFolder();
  for (const name of ['scan 42ä.xy', 'scan.log']) await writeFile(join(folder, name), name);
  const curl = async (...args: string[]): Promise<string> =>
    (await run('curl', ['-sS', '--fail-with-body', '-H', `Authorization: Bearer ${send.token}`, ...args], { cwd: folder })).stdout;
  expect(await curl('-T', 'scan 42ä.xy', '-H', 'Accept: text/plain', `${gateway.url}/in/xrd/S-1/`)).toMatch(/^OK [0-9a-f]{32} queued\n$/);
  const form = [
    '-F',
    'meta={"sample":{"id":"S-2"}};type=application/json',
    '-F',
    'dataset=S-2',
    '-F',
    'file=@scan 42ä.xy',
    '-F',
    'file=@scan.log',
  ];
  expect(JSON.parse(await curl(...form, '-H', 'Idempotency-Key: run-2', `${gateway.url}/in/xrd`))).toMatchObject({
    dataset: 'S-2',
    duplicate: false,
  });
  expect(JSON.parse(await curl('-T', 'scan 42ä.xy', `${gateway.url}/in/xrd/S-3/a.xy?dry_run=1`))).toMatchObject({
    dry_run: true,
    dataset: 'S-3',
  });
  expect(await keptIn(config.folder)).toMatchObject({ inbox: 3, jobs: 2 });
});

it('curl: a body with its names in headers, a JSON message, and files of a set that is complete when somebody says so', async () => {
  const set = recipeOf('set', 'collect: { commit: true }');
  const lims = recipeOf('lims', 'accept: { json_name: "{{ meta.run }}.json" }', '{{ meta.sample.id }}');
  const { gateway, config } = await startWorld(off, [recipe, set, lims]);
  const folder = await tempFolder();
  await writeFile(join(folder, 'scan.xy'), 'bytes');
  const curl = async (route: string, ...args: string[]): Promise<Record<string, unknown>> => {
    const bearer = ['-H', `Authorization: Bearer ${await gateway.addToken(route.split('/')[0]!)}`];
    const { stdout } = await run('curl', ['-sS', '--fail-with-body', ...bearer, ...args, `${gateway.url}/in/${route}`], { cwd: folder });
    return JSON.parse(stdout) as Record<string, unknown>;
  };
  const file = ['--data-binary', '@scan.xy', '-H', 'Content-Type: application/octet-stream', '-H', 'X-File-Name: scan.xy'];
  expect(await curl('xrd', ...file, '-H', 'X-Dataset: S-1')).toMatchObject({ dataset: 'S-1', status: 'queued' });
  const message = ['-H', 'Content-Type: application/json', '-d', '{"run":"r7","sample":{"id":"S-7"}}'];
  expect(await curl('lims', ...message)).toMatchObject({ dataset: 'S-7', status: 'queued' });
  expect(await curl('set', ...file, '-H', 'X-Dataset: S-3')).toMatchObject({ dataset: 'S-3', status: 'collecting' });
  expect(await curl('set/commit', '-X', 'POST', '-H', 'X-Dataset: S-3')).toMatchObject({ dataset: 'S-3', status: 'queued' });
  expect(await keptIn(config.folder)).toMatchObject({ inbox: 3, jobs: 3 });
});

it("Python's standard library: urllib and http.client", async () => {
  const { gateway, send } = await startWorld(off);
  const script = `
import hashlib, http.client, urllib.request
data = b"bytes"
request = urllib.request.Request("${gateway.url}/in/xrd/S-1/a.xy", data, method="PUT", headers={"Authorization": "Bearer ${send.token}", "X-Checksum-SHA256": hashlib.sha256(data).hexdigest()})
print(urllib.request.urlopen(request, timeout=30).status)
connection = http.client.HTTPConnection("${new URL(gateway.url).host}", timeout=30)
connection.request("POST", "/in/xrd", body=iter([b"by", b"tes"]), headers={"Authorization": "Bearer ${send.token}", "X-Dataset": "S-1", "X-File-Name": "a.xy"}, encode_chunked=True)
print(connection.getresponse().status)
`;
  expect((await run('python3', ['-c', script])).stdout).toBe('202\n200\n');
});

it('the agent: a wrong token delays and refuses nothing, a recipe that changed is tried again when it is told, and a folder that is not there is said', async () => {
  const { gateway, send, folder: own, config } = await startWorld(off);
  const folder = await tempFolder();
  await mkdir(join(folder, 'S-1'));
  for (const name of ['a.xy', 'b.csv']) await writeFile(join(folder, 'S-1', name), name);
  const agentOn = async (token: string, ...more: string[]) => {
    const args = [agent, folder, `${gateway.url}/in/xrd`, '--quiet', '0.1', '--every', '0.2', ...more];
    return run('timeout', ['4', 'python3', ...args], { env: { PATH: process.env['PATH'], GW_TOKEN: token } }).catch(
      (error: { stdout: string; stderr: string }) => error,
    );
  };
  expect((await agentOn('gwi_wrong')).stdout).toMatch(/waiting +S-1\/a\.xy {2}ERROR The request has no valid token/);
  const first = (await agentOn(String(send.token), '--once')).stdout;
  expect([first.match(/ sent /g)?.length, first.match(/ refused /g)?.length]).toEqual([1, 1]);
  await writeFile(join(own, 'routes', 'r0.yaml'), recipe.replace('.raw]', '.raw, .csv]'));
  await until(async () => (await send.put('xrd/S-1/b.csv?dry_run=1', 'x')).status === 200, 'the recipe takes it');
  expect((await agentOn(String(send.token), '--once')).stdout).toBe('');
  expect((await agentOn(String(send.token), '--once', '--again')).stdout).toMatch(/ sent +S-1\/b\.csv/);
  expect(await keptIn(config.folder)).toMatchObject({ inbox: 2 });
  await rm(folder, { recursive: true });
  expect((await agentOn(String(send.token))).stderr).toContain('the folder cannot be read and written: ');
});

it('the agent sends what came to rest, waits while the gateway is away, and begins nothing twice', async () => {
  const world = await startWorld(off);
  const folder = await tempFolder();
  await mkdir(join(folder, 'S-1', 'run'), { recursive: true });
  await writeFile(join(folder, 'S-1', 'a b#ü.xy'), 'one');
  await writeFile(join(folder, 'S-1', 'run', 'b.xy'), 'two');
  await writeFile(join(folder, 'S-1', 'refused.doc'), 'x');
  await world.gateway.close();
  const args = [agent, folder, `${world.gateway.url}/in/xrd`, '--quiet', '0.5', '--every', '0.3'];
  const env = { PATH: process.env['PATH'], GW_TOKEN: world.send.token };
  const child = spawn('python3', [...args, '--once'], { env });
  onTestFinished(() => void child.kill('SIGKILL'));
  let output = '';
  child.stdout.on('data', (chunk) => {
    output += String(chunk);
  });
  const gone = new Promise((resolve) => child.once('close', resolve));
  await until(() => output.includes('waiting'), 'it waits for the gateway');
  const gateway = await startGateway({ ...world.config, listen: { port: Number(new URL(world.gateway.url).port) } });
  expect(await gone).toBe(0);
  expect(output).toMatch(/refused +S-1\/refused\.doc {2}ERROR The route xrd does not take this/);
  expect(await keptIn(world.config.folder)).toMatchObject({ inbox: 2 });
  expect((await run('python3', [...args, '--once'], { env })).stdout).toBe('');
  await gateway.close();
});
