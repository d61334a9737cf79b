import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startStandIn } from '@zenodo-connect/stand-in';
import { expect, it, onTestFinished } from 'vitest';
import { client } from './_util/client.ts';
import { runCommand, startCommand } from './_util/command.ts';
import { recipe } from './_util/gateway.ts';
import { startS3 } from './_util/s3-double.ts';
import { secret, until } from './_util/subscriber.ts';
import { tempFolder } from './_util/temp-folder.ts';

const example = 'examples:\n  - { name: a scan, dataset: S-1, file: a.xy, expect: { metadata.title: Powder diffraction of S-1 } }\n';

async function placeWith(more: string, text = recipe + example) {
  const zenodo = await startStandIn({ port: 0 });
  onTestFinished(() => zenodo.close());
  const folder = await tempFolder();
  await mkdir(join(folder, 'routes'));
  await writeFile(join(folder, 'routes', 'xrd.yaml'), text);
  await writeFile(join(folder, 's.secret'), `${secret}\n`, { mode: 0o600 });
  const config = join(folder, 'gateway.yaml');
  const listen = more.includes('listen:') ? '' : 'listen: { port: 0 }\n';
  await writeFile(
    config,
    `folder: data\n${listen}zenodo: { url: "${zenodo.url}", datacite_url: "${zenodo.url}" }\nroutes: routes\n${more}\n`,
  );
  return { folder, config, env: { ZENODO_TOKEN: zenodo.tokens.owner } };
}

it('a gateway without trouble has none', async () => {
  const { endpoint } = await startS3();
  const folder = await tempFolder();
  const { config, env } = await placeWith(`watch: [{ route: xrd, folder: "${folder}" }]
stores: [{ name: lab, route: xrd, endpoint: "${endpoint}", bucket: raw, access_key_id: key, secret_file: s.secret }]`);
  const { code, stdout } = await runCommand(['doctor', '--config', config], env);
  expect(stdout).toMatch(/^ok {4}watched folder .*: is there$/m);
  expect(stdout).toContain('ok    bucket raw of lab: can be listed\n');
  expect([code, stdout.split('\n').at(-2)]).toEqual([0, 'Nothing hinders the gateway.']);
});

it.each([
  [
    'certificate files that are not there',
    'listen: { port: 0, tls: { cert_file: none.pem, key_file: none.key } }',
    /^FAIL {2}recipes: The file .*none\.pem of listen\.tls cannot be read/m,
  ],
  ['a watched folder that is not there', 'watch: [{ route: xrd, folder: /nope }]', /^FAIL {2}watched folder \/nope: \/nope is not there$/m],
  ['a watched folder for no route', 'watch: [{ route: nmr, folder: /tmp }]', /^FAIL {2}recipes: .*the route "nmr", which has no recipe/m],
  [
    'a bucket whose server is away',
    'stores: [{ name: lab, route: xrd, endpoint: "http://127.0.0.1:9", bucket: raw, access_key_id: key, secret_file: s.secret }]',
    /^FAIL {2}bucket raw of lab: cannot be listed: .*ECONNREFUSED/m,
  ],
  ['a database that is away', 'spool: spool\ndatabase: {}', /^FAIL {2}deposits: The database 127\.0\.0\.1:9\/x cannot be reached/m],
])('%s: a start would fail, and doctor says so and ends with 1', async (_name, more, told) => {
  const { config, env } = await placeWith(more);
  const database = { ZENODO_GATEWAY_DATABASE: 'postgres://somebody:planted@127.0.0.1:9/x' };
  const { code, stdout } = await runCommand(['doctor', '--config', config], { ...env, ...database });
  expect(stdout).toMatch(told);
  expect(stdout).not.toContain('planted');
  expect(code).toBe(1);
});

it('a secret that a recipe names and nobody has: doctor and lint say so, as a start does', async () => {
  const { config, env } = await placeWith('', `${recipe}auth: { type: github, secrets: [gone] }\n${example}`);
  for (const command of ['doctor', 'lint', 'start']) {
    const { code, stdout, stderr } = await runCommand([command, '--config', config], env);
    expect([command, code, stdout + stderr]).toEqual([command, 1, expect.stringContaining('names the secret "gone", and it is not there')]);
  }
});

it('Redis that is away hinders nothing, and is told', async () => {
  const { config, env } = await placeWith('spool: spool\ndatabase: {}\nredis: {}');
  const away = { ZENODO_GATEWAY_DATABASE: 'postgres://x@127.0.0.1:9/x', ZENODO_GATEWAY_REDIS: 'redis://:planted@127.0.0.1:9' };
  const { stdout } = await runCommand(['doctor', '--config', config], { ...env, ...away });
  expect(stdout).toMatch(/^warn {2}Redis: 127\.0\.0\.1:9 does not answer/m);
  expect(stdout).not.toContain('planted');
});

it('a subscriber that fails is told, with what it answered last', async () => {
  const { config, env } = await placeWith(
    'subscribers: [{ name: n8n, url: "http://127.0.0.1:9/x", secret_file: s.secret, allow_private: true }]',
  );
  const token = (await runCommand(['token', 'add', 'xrd', '--config', config], env)).stdout.trim();
  const gateway = await startCommand(config, env);
  await client(gateway.url, token).put('xrd/S-1/a.xy', 'x');
  await until(() => gateway.lines.some((line) => line.includes('"kind":"delivery"')), 'it was tried');
  await gateway.kill('SIGTERM');
  const { code, stdout } = await runCommand(['doctor', '--config', config], env);
  expect(stdout).toMatch(/^warn {2}subscribers: n8n fails \(.+\); `zenodo-gateway subscriber enable NAME`/m);
  expect(code).toBe(0);
});
