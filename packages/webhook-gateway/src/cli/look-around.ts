import { X509Certificate } from 'node:crypto';
import { access, constants, readFile, stat } from 'node:fs/promises';
import { connect } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { StoreConfig, WatchConfig } from '../config/gateway-config.ts';
import type { Settings } from '../config/settings.ts';
import { wakingModules } from '../replicas.ts';
import { clientFor } from '../sources/s3-source.ts';
import { Subscribers } from '../tables/subscribers.ts';
import { type Finding, fail, type LookAt, ok, warn } from './finding.ts';
import { withStore } from './with-store.ts';

const waitMs = 5_000;
const dayMs = 86_400_000;
/** Certificates that are renewed by themselves have more left than this. */
const fewDays = 14;

/** What lies around a gateway, as far as its configuration names it: certificate, Redis, folders, buckets, subscribers. */
export async function lookAround(settings: Settings, configFile: string, look: LookAt): Promise<void> {
  const { listen, redis, watch = [], stores = [] } = settings;
  const { tls } = listen;
  if (tls) await look('certificate', () => certificate(tls.certFile));
  if (redis !== undefined) await look('Redis', () => redisAt(redis));
  for (const one of watch) await look(`watched folder ${one.folder}`, () => watched(one));
  for (const one of stores) await look(`bucket ${one.bucket} of ${one.name}`, () => bucket(one));
  await look('subscribers', () => subscribers(settings, configFile));
}

async function certificate(file: string): Promise<Finding> {
  const { validTo } = new X509Certificate(await readFile(file));
  const days = Math.floor((Date.parse(validTo) - Date.now()) / dayMs);
  if (days < 0) return fail(`${file} ended on ${validTo}; renew it`);
  return days < fewDays ? warn(`${file} ends on ${validTo}; renew it`) : ok(`${file} is good for ${days} days`);
}

/** It only wakes others, so a gateway works on without it. */
async function redisAt(address: string): Promise<Finding> {
  await wakingModules(address);
  const { host } = new URL(address);
  return (await answers(new URL(address)))
    ? ok(`${host} answers`)
    : warn(`${host} does not answer; gateways look for each other's work every deposits.poll_ms only`);
}

/** Whether whatever listens there says something: what it says of a password is an answer too. */
function answers({ protocol, hostname, port }: URL): Promise<boolean> {
  const at = { host: hostname, port: Number(port || 6379) };
  return new Promise((resolve) => {
    const socket = protocol === 'rediss:' ? connectTls({ ...at, servername: hostname }) : connect(at);
    const end = (answered: boolean): void => {
      socket.destroy();
      resolve(answered);
    };
    socket.setTimeout(waitMs, () => end(false));
    socket.once(protocol === 'rediss:' ? 'secureConnect' : 'connect', () => socket.write('PING\r\n'));
    socket.once('data', () => end(true)).once('error', () => end(false));
  });
}

async function watched({ folder, moveTo }: WatchConfig): Promise<Finding> {
  for (const [path, rights] of [
    [folder, constants.R_OK],
    [moveTo, constants.W_OK],
  ] as const) {
    if (path === undefined) continue;
    const problem = await stat(path).then(
      (found) => (found.isDirectory() ? undefined : 'is no folder'),
      () => 'is not there',
    );
    if (problem) return fail(`${path} ${problem}`);
    await access(path, rights);
  }
  return ok('is there');
}

async function bucket(config: StoreConfig): Promise<Finding> {
  const client = await clientFor(config);
  try {
    const { ListObjectsV2Command } = await import('@aws-sdk/client-s3');
    await client.send(new ListObjectsV2Command({ Bucket: config.bucket, MaxKeys: 1 }), { abortSignal: AbortSignal.timeout(2 * waitMs) });
    return ok('can be listed');
  } catch (error) {
    return fail(`cannot be listed: ${(error as Error).message}`);
  } finally {
    client.destroy();
  }
}

/** As the last tries ended; nothing is sent. */
async function subscribers({ subscribers: configured }: Settings, configFile: string): Promise<Finding> {
  const failing = await withStore(configFile, async (store) => {
    const table = new Subscribers(store);
    const known = new Set([...configured, ...(await table.stored())].map(({ name }) => name));
    return (await table.list()).filter(({ name, disabledAt, failingSince }) => known.has(name) && (disabledAt ?? failingSince));
  });
  if (failing.length === 0) return ok('none fails');
  const told = failing.map(
    ({ name, disabledAt, lastResult }) => `${name} ${disabledAt ? 'is disabled' : 'fails'} (${lastResult ?? 'no try yet'})`,
  );
  return warn(`${told.join(', ')}; \`zenodo-gateway subscriber enable NAME\` sends what waits, once that is cured`);
}
