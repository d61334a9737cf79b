import { spawnSync } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { validate } from 'dockerfile-utils';
import { expect, it } from 'vitest';
import { parse } from 'yaml';

const folder = fileURLToPath(new URL('../deploy/', import.meta.url));
const text = (name: string): Promise<string> => readFile(`${folder}${name}`, 'utf8');

interface Compose {
  readonly services: Readonly<
    Record<string, { readonly image?: string; readonly secrets?: readonly string[]; readonly [key: string]: unknown }>
  >;
  readonly volumes?: object;
  readonly secrets?: object;
}

it('each file says in its first line that nobody has seen it work yet', async () => {
  const names = await readdir(folder);
  expect(names.sort()).toEqual(['Dockerfile', 'compose.replicas.yaml', 'compose.yaml', 'zenodo-gateway.service']);
  for (const name of names) expect((await text(name)).split('\n')[0]).toMatch(/^# Unproven: /);
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
