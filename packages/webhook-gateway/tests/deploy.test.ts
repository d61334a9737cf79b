import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { startStandIn } from '@zenodo-connect/stand-in';
import { validate } from 'dockerfile-utils';
import { expect, it, onTestFinished } from 'vitest';
import { parse } from 'yaml';
import { loadConfig } from '../src/config/load-config.ts';
import { type GatewayConfig, startGateway } from '../src/index.ts';
import { client } from './_util/client.ts';
import { recipe } from './_util/gateway.ts';
import { tempFolder } from './_util/temp-folder.ts';

const folder = fileURLToPath(new URL('../deploy/', import.meta.url));
const text = (name: string): Promise<string> => readFile(`${folder}${name}`, 'utf8');

interface Compose {
  readonly services: Readonly<
    Record<string, { readonly image?: string; readonly secrets?: readonly string[]; readonly [key: string]: unknown }>
  >;
  readonly volumes?: object;
  readonly secrets?: object;
}

it('each file says in its first line whether anybody has seen it work yet', async () => {
  const names = (await readdir(folder, { recursive: true })).filter((name) => name !== 'config');
  const configs = ['config/gateway.replicas.yaml', 'config/gateway.yaml'];
  expect(names.sort()).toEqual(['Dockerfile', 'compose.replicas.yaml', 'compose.yaml', ...configs, 'nginx.conf', 'zenodo-gateway.service']);
  for (const name of names) expect((await text(name)).split('\n')[0]).toMatch(name === 'nginx.conf' ? /^# Proven/ : /^# Unproven/);
});

/** The configuration as it is shipped, with folders, secrets and the port of a test in the place of a container's. */
async function configAsShipped(name: string): Promise<GatewayConfig> {
  const own = await tempFolder();
  await mkdir(`${own}/config/routes`, { recursive: true });
  await writeFile(`${own}/config/routes/xrd.yaml`, recipe);
  const secrets = {
    zenodo_token: 'secret',
    database_url: 'postgres://gateway@postgres/gateway',
    redis_url: 'redis://redis:6379',
    gateway_key: randomBytes(32).toString('base64'),
  };
  for (const [secret, value] of Object.entries(secrets)) await writeFile(`${own}/${secret}`, `${value}\n`, { mode: 0o600 });
  const shipped = (await text(`config/${name}`))
    .replace(/(?<=: )\/(run\/secrets|data|tmp)(?=[\s/])/g, own)
    .replace('port: 8080', 'port: 0');
  await writeFile(`${own}/config/gateway.yaml`, shipped);
  return loadConfig(`${own}/config/gateway.yaml`);
}

it('the configuration beside compose.yaml starts, trusts the proxy alone and takes a file that came through it', async () => {
  const zenodo = await startStandIn({ port: 0 });
  onTestFinished(() => zenodo.close());
  const config = await configAsShipped('gateway.yaml');
  expect(config.trustedProxies).toEqual(['172.16.0.0/12']);
  const account = { url: zenodo.url, token: zenodo.tokens.owner, dataciteUrl: zenodo.url };
  const gateway = await startGateway({ ...config, zenodo: account, trustedProxies: ['127.0.0.0/8'], log: () => undefined });
  onTestFinished(() => gateway.close());
  const send = client(gateway.url.replace('0.0.0.0', '127.0.0.1'), await gateway.addToken('xrd'));
  const through = { 'x-forwarded-for': '203.0.113.7', 'x-forwarded-proto': 'https' };
  expect((await send.put('xrd/S-1/a.xy', 'x', through)).status).toBe(202);
  expect((await send.put('xrd/S-1/b.xy', 'x', { ...through, 'x-forwarded-proto': 'http' })).json['type']).toMatch(/insecure-transport$/);
});

it('the configuration beside compose.replicas.yaml names the database, the spool, the queue and the key that all share', async () => {
  const config = await configAsShipped('gateway.replicas.yaml');
  expect(config).toMatchObject({ store: { postgres: 'postgres://gateway@postgres/gateway' }, redis: 'redis://redis:6379' });
  expect(config.key).toMatch(/^[\w+/]{43}=$/);
  expect(config.spool).not.toContain(config.folder);
});

it('the Dockerfile is sound, and its process is not root', async () => {
  const dockerfile = await text('Dockerfile');
  expect(validate(dockerfile).map(({ message, range }) => `${range.start.line + 1}: ${message}`)).toEqual([]);
  expect(dockerfile).toMatch(/^USER node$/m);
  for (const [, image] of dockerfile.matchAll(/^FROM (\S+)/gm)) expect(image).toMatch(/:\d+\.\d+\.\d+/);
});

it.each(['compose.yaml', 'compose.replicas.yaml'])(
  '%s pins its images and declares the secrets and volumes that it names',
  async (name) => {
    const base = parse(await text('compose.yaml')) as Compose;
    const own = parse(await text(name), { logLevel: 'silent' }) as Compose;
    const declared = { ...base.secrets, ...own.secrets };
    for (const { image, secrets = [] } of Object.values(own.services)) {
      if (image !== undefined) expect(image).toMatch(/:\d+\.\d+/);
      for (const secret of secrets) expect(declared).toHaveProperty(secret);
    }
    // Secrets come by files: an environment is shown by every inspection.
    expect(JSON.stringify(own.services)).not.toMatch(/(TOKEN|PASSWORD)":/);
  },
);

it('whoever stops a gateway waits longer than it takes to drain', async () => {
  const seconds = Number(/stop_grace_period: (\d+)s/.exec(await text('compose.yaml'))?.[1]);
  const unit = Number(/TimeoutStopSec=(\d+)/.exec(await text('zenodo-gateway.service'))?.[1]);
  // limits.drain_ms and deposits.shutdown_ms, 10 s each by default, and what ends after them.
  expect(Math.min(seconds, unit)).toBeGreaterThan(25);
});

const noSystemd = spawnSync('systemd-analyze', ['--version']).status !== 0;
if (noSystemd) process.stdout.write('Skipped: there is no systemd-analyze here that could verify the unit.\n');

it.skipIf(noSystemd)('systemd finds nothing wrong with the unit', () => {
  const { status, stderr } = spawnSync('systemd-analyze', ['verify', `${folder}zenodo-gateway.service`]);
  expect([status, stderr.toString()]).toEqual([0, '']);
});
