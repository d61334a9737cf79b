import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { signWebhook } from '../../packages/core/dist/webhooks/index.js';
import { startStandIn } from '../../packages/stand-in/dist/index.js';
import { redisMissing, startRedis } from '../servers/redis.mjs';
import { consumerWith } from './install.mjs';

const secret = 'whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3';
const withoutRedis = await redisMissing();
if (withoutRedis) process.stdout.write(`Skipped, the part over Redis: ${withoutRedis}\n`);

/** Starts the application; disposing of it ends it as an operator would, and fails when it does not end. */
async function start(folder, type, told) {
  const child = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', path.join(folder, type, 'app.js'), JSON.stringify(told)],
    {
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  let printed = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (printed += chunk));
  while (!printed.includes('up ')) {
    await Promise.race([once(child.stdout, 'data'), once(child, 'exit')]);
    if (child.exitCode !== null) throw new Error(`The application ended with ${child.exitCode}:\n${printed}`);
  }
  return {
    url: /up (\S+)/.exec(printed)[1],
    async [Symbol.asyncDispose]() {
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      const [code, signal] = await ended;
      if (code !== 0 && signal !== 'SIGTERM') throw new Error(`The application ended with ${code}:\n${printed}`);
    },
  };
}

async function fileIn(folder, content) {
  const file = path.join(folder, 'scan.xy');
  await writeFile(file, content);
  return { key: 'scan.xy', size: content.length, md5: createHash('md5').update(content).digest('hex'), ref: `path:${file}` };
}

describe.each(['nest11', 'nest12'])('our packages as published, in an application on %s', (nest) => {
  let folder;
  beforeAll(async () => {
    folder = await consumerWith(nest);
  });

  test.each([
    ['esm', 'express'],
    ['esm', 'fastify'],
    ['cjs', 'express'],
    ['cjs', 'fastify'],
  ])('compiled to %s on %s: a deposit is taken, followed and published, its DOI arrives, and events are told', async (type, platform) => {
    const own = await mkdtemp(path.join(tmpdir(), 'consumer-'));
    await using cleanUp = new AsyncDisposableStack();
    cleanUp.defer(() => rm(own, { recursive: true, force: true }));
    const zenodo = cleanUp.use(await startStandIn({ port: 0 }));
    const redis = withoutRedis ? undefined : await startRedis();
    cleanUp.defer(() => redis?.close());
    const told = { platform, url: zenodo.url, token: zenodo.tokens.owner, path: path.join(own, 'jobs.db'), secret, redis: redis?.port };
    const app = cleanUp.use(await start(folder, type, told));
    const deposit = {
      key: 'scan',
      finish: 'publish',
      metadata: {
        title: 'A scan',
        resource_type: { id: 'dataset' },
        publication_date: '2026-11-25',
        publisher: 'Zenodo',
        creators: [{ person_or_org: { type: 'organizational', name: 'X-ray laboratory' } }],
      },
      files: [await fileIn(own, '5.0 12\n')],
    };
    const headers = { 'content-type': 'application/json' };
    const added = await fetch(`${app.url}/deposits`, { method: 'POST', headers, body: JSON.stringify(deposit) });
    expect(added.status).toBe(201);
    const { id } = await added.json();
    const events = await (await fetch(`${app.url}/deposits/${id}/progress`)).text();
    expect(events).toContain('event: deposit');
    expect(events).toContain('"state":"findable"');
    await expect.poll(async () => (await fetch(`${app.url}/deposits/${id}/doi`)).json()).toEqual({ doi: expect.stringMatching(/^10\./) });

    const body = JSON.stringify({ id: 'evt_1', type: 'deposit.published', subject: 'xrd/S-1', time: '2026-11-25T00:00:00Z', data: {} });
    const signed = { ...headers, ...signWebhook({ id: 'evt_1', timestamp: new Date(), body, secrets: secret }) };
    expect((await fetch(`${app.url}/hooks`, { method: 'POST', headers: signed, body: `${body} ` })).status).toBe(400);
    expect((await fetch(`${app.url}/hooks`, { method: 'POST', headers: signed, body })).status).toBe(204);
    const heard = async () => (await fetch(`${app.url}/events`)).json();
    await expect
      .poll(async () => (await heard()).told.toSorted(), { timeout: 20_000 })
      .toEqual(['deposit.published xrd/S-1', 'record.published A scan']);
    expect(await heard()).toMatchObject({ health: { 'zenodo-store': { status: 'up' } }, hasLibrary: true });
  });
});
