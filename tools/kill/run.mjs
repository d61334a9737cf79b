import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { startStandIn } from '../../packages/stand-in/dist/index.js';
import { cache } from '../lib/workspace.mjs';
import { startPostgres } from '../servers/postgres.mjs';
import { startRedis } from '../servers/redis.mjs';
import { Fleet } from './fleet.mjs';
import { addToken } from './gateway-token.mjs';
import { Ledger } from './ledger.mjs';
import { Listener } from './listener.mjs';
import { pause, randomFrom, sorted } from './random.mjs';
import { verdict } from './verdict.mjs';
import { Weather } from './weather.mjs';

const recipe = `version: 1
route: xrd
metadata:
  title: "Powder diffraction of {{ dataset }}"
  resource_type: { id: dataset }
  creators: [{ person_or_org: { type: personal, family_name: Curie, given_name: Marie } }]
  publisher: Zenodo
publish: { mode: auto, i_understand_publication_is_permanent: true }
`;

/** How long nothing more may be done, once nothing is killed any more and something is left to do. */
const standstillMs = 180_000;
const wordsEveryMs = 15_000;

/**
 * Instruments send without a pause while gateways are killed, and while Zenodo, and the servers if there are any, have bad
 * hours. At the end everything is let be until it is done, and what was promised is held against what is there.
 *
 * @param {{ kills: number, seed: number, database: 'sqlite' | 'postgres', replicas?: number, redis?: boolean, everyMs?: number, instruments?: number, tell?: (line: string) => void }} options
 *   everyMs: the time between two kills, none of which is at a named point; default: a moment of chance below a second, or such a point
 */
export async function killRun({ kills, seed, database, replicas = 1, redis = false, everyMs, instruments = 6, tell = () => {} }) {
  const random = randomFrom(seed);
  const closers = [];
  const startedAt = Date.now();
  const seconds = () => Math.round((Date.now() - startedAt) / 1000);
  try {
    const world = await build({ database, replicas, redis, everyMs, random, closers });
    const { fleet, ledger, weather, standIn, listener } = world;
    await fleet.fill();
    ledger.start(instruments);
    for (let round = 1; fleet.kills < kills; round++) {
      await fleet.killOne(everyMs ?? 100 + random() * 900);
      await fleet.fill();
      // Kills at idle gateways show nothing: now and then they may get something done.
      if (round % 5 === 0) await progress(ledger);
      if (round % 25 === 0) {
        const left = Math.ceil((seconds() / Math.max(fleet.kills, 1)) * ((kills - fleet.kills) / 60));
        tell(`${fleet.kills} of ${kills} kills, ${ledger.acknowledged} files acknowledged, ${ledger.done} published; ${left} min left`);
      }
    }
    await weather.end(standIn);
    await fleet.careful();
    // Only now: senders go on until they are answered, and a gateway that died by its own hand answers nobody.
    await ledger.stop();
    const settled = await settle({ ledger, listener, tell });
    const found = await verdict({ ...world, since: startedAt });
    return outcomeOf({ world, found, settled, database, replicas, redis, seed, seconds: seconds() });
  } finally {
    for (const close of closers.reverse()) await close();
  }
}

/** Waits until some deposits more are published, or for three seconds. */
async function progress(ledger) {
  const enough = ledger.done + 8;
  const end = Date.now() + 3_000;
  while (ledger.done < enough && Date.now() < end) await pause(50);
}

async function build({ database, replicas, redis, everyMs, random, closers }) {
  await mkdir(path.join(cache, 'kill'), { recursive: true });
  const folder = await mkdtemp(path.join(cache, 'kill', 'run-'));
  closers.push(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }));
  await mkdir(path.join(folder, 'routes'));
  await writeFile(path.join(folder, 'routes', 'xrd.yaml'), recipe);
  const standIn = await startStandIn({ port: 0, indexLagMs: 50, doiDelayMs: 50 });
  closers.push(() => standIn.close());
  let ledger;
  const listener = new Listener(random, (job) => ledger.published(job));
  await listener.start();
  closers.push(() => listener.close());
  const weather = new Weather();
  const postgresServer = database === 'postgres' ? await startPostgres({ settings: { max_connections: '200' } }) : undefined;
  if (postgresServer) closers.push(() => postgresServer.close());
  const postgres = await postgresServer?.createDatabase();
  const redisServer = redis ? await startRedis() : undefined;
  if (redisServer) closers.push(() => redisServer.close());
  const config = configOf({ folder, standIn, listener, shared: database === 'postgres', redis: redisServer?.url });
  const token = await addToken(config(0), postgres);
  const fleet = new Fleet({ replicas, config, postgres, random, atPoints: everyMs === undefined });
  closers.push(() => fleet.close());
  ledger = new Ledger({ where: () => fleet.urls, token, random });
  closers.push(() => ledger.stop());
  weather.zenodo(standIn, random, { untold429: everyMs === undefined });
  if (postgresServer) weather.postgres(postgresServer, random);
  if (redisServer) weather.redis(redisServer);
  closers.push(() => weather.end(standIn));
  return { fleet, ledger, listener, standIn, weather };
}

/** As `startGateway` takes it: short times, so that a minute shows what a day would. */
function configOf({ folder, standIn, listener, shared, redis }) {
  const secret = `whsec_${randomBytes(32).toString('base64')}`;
  return (replica) => ({
    folder: path.join(folder, `gateway-${replica}`),
    ...(shared && { spool: path.join(folder, 'spool'), shared }),
    ...(redis && { redis }),
    listen: { port: 0 },
    zenodo: { url: standIn.url, token: standIn.tokens.owner, dataciteUrl: standIn.url, createLookMs: 1_000 },
    routes: path.join(folder, 'routes'),
    subscribers: [{ name: 'listener', url: listener.url, secret, allowPrivate: true }],
    deposits: { concurrency: 4, leaseMs: 1_000, pollMs: 100, retryDelaysMs: [50, 200, 500], doiDelaysMs: [50, 100], shutdownMs: 1_000 },
    deliveries: { delaysMs: Array.from({ length: 50 }, () => 100), timeoutMs: 3_000, pollMs: 100 },
  });
}

/** Waits until a subscriber has heard that each promised file can be found. */
async function settle({ ledger, listener, tell }) {
  let fewest = Number.POSITIVE_INFINITY;
  let end = 0;
  for (let nextWord = Date.now() + wordsEveryMs; ; ) {
    const findable = new Set([...listener.heard.values()].filter(({ type }) => type === 'doi.findable').map(({ job }) => job));
    const open = ledger.files.filter(({ job }) => !findable.has(job)).length;
    if (open === 0) return true;
    if (open < fewest) [fewest, end] = [open, Date.now() + standstillMs];
    if (Date.now() > end) return false;
    if (Date.now() > nextWord) {
      tell(`Nothing is killed any more; ${open} of ${ledger.acknowledged} files are not told as findable yet`);
      nextWord += wordsEveryMs;
    }
    await pause(200);
  }
}

function outcomeOf({ world: { fleet, ledger, listener, weather }, found, ...rest }) {
  return {
    ...rest,
    ...found,
    kills: fleet.kills,
    ends: sorted(fleet.ends),
    fullDisks: fleet.fullDisks,
    refusedStarts: fleet.refusedStarts,
    hungStarts: fleet.hungStarts,
    complaints: Object.fromEntries(fleet.complaints),
    weather: sorted(weather.happened),
    acknowledged: ledger.acknowledged,
    repeats: ledger.repeats,
    refusals: Object.fromEntries(ledger.refusals),
    events: listener.heard.size,
    deliveries: listener.deliveries,
  };
}
