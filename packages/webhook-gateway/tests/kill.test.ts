import { createHash, randomBytes } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type StandIn, startStandIn } from '@zenodo-connect/stand-in';
import { request } from 'undici';
import { expect, it, onTestFinished } from 'vitest';
import { client } from './_util/client.ts';
import { type RunningCommand, runCommand, startCommand } from './_util/command.ts';
import { recipe } from './_util/gateway.ts';
import { configured } from './_util/laboratory.ts';
import { secret, startSubscriber, until } from './_util/subscriber.ts';

const kills = 20;
const datasets = 12;

interface Acknowledged {
  readonly job: string;
  readonly dataset: string;
  readonly file: string;
  readonly bytes: Buffer;
}

/** Sends files until told to stop. What got no answer is sent again, as an instrument would; only answers count. */
async function keepSending(where: () => string, token: string, stopped: () => boolean): Promise<Acknowledged[]> {
  const acknowledged: Acknowledged[] = [];
  for (let n = 0; !stopped(); n += 1) {
    const [dataset, file] = [`D-${n % datasets}`, `scan${n}.xy`];
    // Some go into the row, some through the spool.
    const bytes = randomBytes(n % 3 === 0 ? 90_000 : 500);
    for (;;) {
      const answer = await client(where(), token)
        .put(`xrd/${dataset}/${file}`, bytes)
        .catch(() => undefined);
      if (answer?.status === 202 || answer?.status === 200) {
        acknowledged.push({ job: String(answer.json['id']), dataset, file, bytes });
        break;
      }
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    await new Promise((resolve) => setTimeout(resolve, 60));
  }
  return acknowledged;
}

it(`Q-01 killed ${kills} times at random moments, the gateway loses no file, doubles none, and tells everything`, {
  timeout: 150_000,
}, async () => {
  const zenodo = await startStandIn({ port: 0, indexLagMs: 100, doiDelayMs: 50 });
  onTestFinished(() => zenodo.close());
  // Slow enough that some kills come between the receiving of an event and the noting of it.
  const subscriber = await startSubscriber((response) => setTimeout(() => response.writeHead(204).end(), 40));
  const config = await configured(
    zenodo.url,
    recipe,
    `subscribers: [{ name: listener, url: "${subscriber.config.url}", allow_private: true }]
deliveries: { delays_ms: [50, 50, 50, 50, 50], poll_ms: 50 }
`,
    'concurrency: 4, lease_ms: 2000',
  );
  const env = { ZENODO_TOKEN: zenodo.tokens.owner, ZENODO_GATEWAY_SECRET_LISTENER: secret };
  const token = (await runCommand(['token', 'add', 'xrd', '--config', config], env)).stdout.trim();

  let gateway: RunningCommand = await startCommand(config, env);
  let done = false;
  const sending = keepSending(
    () => gateway.url,
    token,
    () => done,
  );
  for (let kill = 0; kill < kills; kill += 1) {
    await new Promise((resolve) => setTimeout(resolve, 100 + Math.random() * 700));
    await gateway.kill('SIGKILL');
    gateway = await startCommand(config, env);
  }
  done = true;
  const acknowledged = await sending;
  const send = client(gateway.url, token);
  await until(async () => (await unfinished(send, acknowledged)) === 0, 'every acknowledged file is findable', 90_000);

  // The kills have to have hit something, or this test would show nothing.
  const resumed = (await Promise.all(acknowledged.map(({ job }) => send.job(job)))).filter(({ attempts }) => Number(attempts) > 1).length;
  expect(acknowledged.length).toBeGreaterThan(kills);
  expect(resumed).toBeGreaterThan(0);
  const jobs = new Set(acknowledged.map(({ job }) => job));
  expect(jobs.size).toBe(acknowledged.length);
  await expectEveryFileOnce(zenodo, acknowledged);
  await expectNoOpenDraft(zenodo);
  await expectEveryEvent(subscriber, jobs);
  const spool = join(dirname(config), 'data', 'spool');
  await until(async () => (await readdir(spool)).length === 0, 'no bytes are kept of what is published');
  const repeated = subscriber.received.length - new Set(subscriber.received.map(({ body }) => body.id)).size;
  process.stdout.write(
    `${kills} kills: ${acknowledged.length} files acknowledged, ${resumed} deposits resumed, ${subscriber.received.length} events received (${repeated} of them again)\n`,
  );
});

async function unfinished(send: ReturnType<typeof client>, acknowledged: readonly Acknowledged[]): Promise<number> {
  const states = await Promise.all(acknowledged.map(async ({ job }) => (await send.job(job))['status']));
  return states.filter((state) => state !== 'findable').length;
}

/** A dataset is one record with versions; each file came in with exactly one of them, whole. */
async function expectEveryFileOnce(zenodo: StandIn, acknowledged: readonly Acknowledged[]): Promise<void> {
  const records = (await own(zenodo)).filter(({ is_published }) => is_published);
  for (let n = 0; n < datasets; n += 1) {
    const files = acknowledged.filter(({ dataset }) => dataset === `D-${n}`);
    const versions = records
      .filter(({ metadata }) => metadata.title === `Powder diffraction of D-${n}`)
      .sort((a, b) => a.versions.index - b.versions.index);
    expect(new Set(versions.map(({ parent }) => parent.id)).size).toBe(files.length > 0 ? 1 : 0);
    // One version a file: a second one for the same file would be one too many, a lost one too few.
    expect(versions).toHaveLength(files.length);
    const last = versions.at(-1);
    const stored = last ? await filesOf(zenodo, last.id) : [];
    expect(stored.map(({ key }) => key).sort()).toEqual(files.map(({ file }) => file).sort());
    for (const { key, checksum } of stored) expect(checksum).toBe(md5Of(files.find(({ file }) => file === key)?.bytes));
  }
}

const md5Of = (bytes: Buffer = Buffer.alloc(0)): string => `md5:${createHash('md5').update(bytes).digest('hex')}`;

async function expectNoOpenDraft(zenodo: StandIn): Promise<void> {
  const drafts = (await own(zenodo)).filter(({ is_published }) => !is_published);
  expect(drafts.map(({ id }) => id)).toEqual([]);
}

async function expectEveryEvent(subscriber: Awaited<ReturnType<typeof startSubscriber>>, jobs: ReadonlySet<string>): Promise<void> {
  const types = ['deposit.received', 'deposit.files_uploaded', 'deposit.published', 'doi.findable'];
  const others = ['deposit.created', 'deposit.waiting', 'inbound.duplicate'];
  const idsOf = (type: string, job: string): Set<string> =>
    new Set(subscriber.received.filter(({ body }) => body.type === type && body.data['job'] === job).map(({ body }) => body.id));
  await until(() => [...jobs].every((job) => types.every((type) => idsOf(type, job).size > 0)), 'every event has arrived');
  for (const job of jobs) for (const type of types) expect(idsOf(type, job).size).toBe(1);
  expect(subscriber.types().filter((type) => ![...types, ...others].includes(type))).toEqual([]);
}

interface OwnRecord {
  readonly id: string;
  readonly is_published: boolean;
  readonly parent: { readonly id: string };
  readonly versions: { readonly index: number };
  readonly metadata: { readonly title: string };
}

async function own(zenodo: StandIn): Promise<OwnRecord[]> {
  // The listing lags, as the real one does.
  await new Promise((resolve) => setTimeout(resolve, 300));
  const found: OwnRecord[] = [];
  for (let page = 1; ; page += 1) {
    const hits = await ask<{ hits: { hits: OwnRecord[] } }>(zenodo, `/api/user/records?allversions=true&size=100&page=${page}&sort=newest`);
    found.push(...hits.hits.hits);
    if (hits.hits.hits.length < 100) return found;
  }
}

async function filesOf(zenodo: StandIn, id: string): Promise<{ key: string; checksum: string }[]> {
  return (await ask<{ entries: { key: string; checksum: string }[] }>(zenodo, `/api/records/${id}/files`, 'application/json')).entries;
}

async function ask<T>({ url, tokens }: StandIn, path: string, accept = 'application/vnd.inveniordm.v1+json'): Promise<T> {
  const answer = await request(url + path, { headers: { authorization: `Bearer ${tokens.owner}`, accept } });
  return (await answer.body.json()) as T;
}
