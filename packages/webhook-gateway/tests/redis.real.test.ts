import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { redisMissing, startRedis } from '../../../tools/servers/redis.mjs';
import { startCommand } from './_util/command.ts';
import { recipe } from './_util/gateway.ts';
import { until } from './_util/subscriber.ts';
import { tempFolder } from './_util/temp-folder.ts';

const missing = await redisMissing();
if (missing) process.stdout.write(`Skipped: ${missing}\n`);

it.skipIf(missing)('a Redis that is away, from the start or later, is one line, and one when it is back', { timeout: 60_000 }, async () => {
  const [redis, folder] = [await startRedis(), await tempFolder()];
  onTestFinished(() => redis.close());
  await mkdir(join(folder, 'routes'));
  await writeFile(join(folder, 'routes', 'xrd.yaml'), recipe);
  const config = join(folder, 'gateway.yaml');
  const rest = 'zenodo: { url: "http://127.0.0.1:9" }\nroutes: routes\ndeposits: { run: false }\n';
  await writeFile(config, `folder: data\nredis: {}\nlisten: { port: 0 }\n${rest}`);
  await redis.kill();
  const gateway = await startCommand(config, { ZENODO_TOKEN: 't', ZENODO_GATEWAY_REDIS: redis.url });
  const told = () =>
    gateway.lines.filter((line) => line.includes('Redis')).map((line) => /Redis can(not)? be used( again)?/.exec(line)?.[0]);
  await until(() => told().length >= 1, 'it is told that Redis is away');
  await redis.start();
  await until(() => told().length >= 2, 'it is told that Redis is back', 30_000);
  await redis.kill();
  await until(() => told().length >= 3, 'it is told that Redis is away once more', 30_000);
  expect(told().slice(0, 3)).toEqual(['Redis cannot be used', 'Redis can be used again', 'Redis cannot be used']);
  expect(gateway.errors()).not.toMatch(/ECONNREFUSED|\n\s+at /);
});
