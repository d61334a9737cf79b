import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { startStandIn } from '../../packages/stand-in/dist/index.js';
import { loadConfig, startGateway } from '../../packages/webhook-gateway/dist/index.js';
import { cache } from '../lib/workspace.mjs';
import { command, GatewayProcess } from './gateway.mjs';
import { startOutside } from './outside.mjs';
import { recipes } from './recipes.mjs';
import { Senders } from './senders.mjs';

const bucket = 'bucket';
const tokenRoutes = ['lab', 'set', 'pull', 'store', 'crate', 'zenodojson', 'sidecar', 'rich'];

/**
 * A gateway with a route for each way of sending, a stand-in of Zenodo, and what else it talks to; all on this machine.
 *
 * @param {(() => Promise<unknown>)[]} closers takes what has to be closed, in the order of its opening
 */
export async function buildWorld(closers) {
  await mkdir(path.join(cache, 'fuzz'), { recursive: true });
  const folder = await mkdtemp(path.join(cache, 'fuzz', 'run-'));
  closers.push(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }));
  const senders = new Senders();
  const standIn = await startStandIn({ port: 0 });
  closers.push(() => standIn.close());
  const outside = await startOutside(senders.keySet);
  closers.push(() => outside.close());
  const config = await writeConfig(folder, { senders, standIn, outside });
  const env = { ZENODO_TOKEN: standIn.tokens.owner };
  const tokens = await routeTokens(config, env);
  tokens.api = await command(['api-token', 'add', 'fuzz', '--scopes', 'admin', '--config', config], env);
  const gateway = new GatewayProcess();
  closers.push(() => gateway.stop());
  await gateway.start(config, env);
  return { folder, senders, tokens, bucket, gateway, outside: outside.url, session: await sessionAt(gateway.joinUrl) };
}

/** Made within this process: a command for each would take longer than a short run. */
async function routeTokens(config, env) {
  const gateway = await startGateway({ ...(await loadConfig(config, env)), stores: [], deposits: { run: false } });
  const tokens = {};
  for (const route of tokenRoutes) tokens[route] = await gateway.addToken(route);
  await gateway.close();
  return tokens;
}

async function writeConfig(folder, { senders, standIn, outside }) {
  const write = (name, text) => writeFile(path.join(folder, name), text);
  await mkdir(path.join(folder, 'routes'));
  for (const [route, text] of Object.entries(recipes({ outside: outside.url }))) await write(`routes/${route}.yaml`, text);
  for (const [name, secret] of Object.entries(senders.secrets)) await write(`${name}.secret`, secret);
  await write('bucket.secret', 'a-key-of-the-bucket-0123456789');
  const settings = {
    folder: 'data',
    routes: 'routes',
    listen: { port: 0 },
    // So that certificates in a header are looked at.
    trusted_proxies: ['127.0.0.1'],
    zenodo: { url: standIn.url, datacite_url: standIn.url },
    secrets: Object.fromEntries(Object.keys(senders.secrets).map((name) => [name, { file: `${name}.secret` }])),
    stores: [
      {
        name: 'store',
        route: 'store',
        endpoint: outside.url,
        region: 'us-east-1',
        bucket,
        prefix: 'raw/',
        access_key_id: 'key',
        secret_file: 'bucket.secret',
      },
    ],
    limits: { headers_ms: 3_000, max_bytes: 60_000, min_free_bytes: 16 * 1024 ** 2, pace_window_ms: 3_000, pace_bytes: 1 },
    // Zenodo is not what is tested: what is taken in leaves slowly, and waits in the database meanwhile.
    deposits: { concurrency: 1, poll_ms: 1_000 },
  }; // prettier-ignore
  // JSON is YAML.
  await write('gateway.yaml', JSON.stringify(settings, null, 1));
  return path.join(folder, 'gateway.yaml');
}

/** The first person, who came by the link that the start printed, and the key of its forms. */
async function sessionAt(joinUrl) {
  const body = new URLSearchParams({ name: 'ada', password: 'a long password of a test 7' });
  const joined = await fetch(joinUrl, { method: 'POST', body, redirect: 'manual' });
  const cookie = /^[^;]+/.exec(joined.headers.get('set-cookie') ?? '')?.[0] ?? '';
  const page = await (await fetch(new URL('/', joinUrl), { headers: { cookie } })).text();
  const key = /name="key" value="([^"]+)"/.exec(page)?.[1];
  if (!key) throw new Error(`Nobody could sign in at the gateway (${joined.status}).`);
  return { cookie, key };
}
