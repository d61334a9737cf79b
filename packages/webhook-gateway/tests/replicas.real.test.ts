import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startStandIn } from '@zenodo-connect/stand-in';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { type PostgresServer, postgresMissing, startPostgres } from '../../../tools/servers/postgres.mjs';
import { redisMissing, startRedis } from '../../../tools/servers/redis.mjs';
import { client } from './_util/client.ts';
import { runCommand, startCommand } from './_util/command.ts';
import { recipe } from './_util/gateway.ts';
import { tempFolder } from './_util/temp-folder.ts';

const missing = (await postgresMissing()) ?? (await redisMissing());
if (missing) process.stdout.write(`Skipped: ${missing}\n`);

describe.skipIf(missing)('two gateways on one PostgreSQL, one spool and one Redis, as the configuration says it', () => {
  let postgres: PostgresServer;
  beforeAll(async () => {
    postgres = await startPostgres();
  });
  afterAll(() => postgres?.close());

  async function pair() {
    const [zenodo, redis, folder] = [await startStandIn({ port: 0 }), await startRedis(), await tempFolder()];
    onTestFinished(() => zenodo.close());
    onTestFinished(() => redis.close());
    await mkdir(join(folder, 'routes'));
    await writeFile(join(folder, 'routes', 'xrd.yaml'), recipe);
    const configs = ['one', 'two'].map((name) => join(folder, `${name}.yaml`));
    for (const [place, config] of configs.entries()) {
      const text = `folder: data-${place}
spool: spool
database: { connections: 4 }
redis: {}
listen: { port: 0 }
zenodo: { url: "${zenodo.url}", datacite_url: "${zenodo.url}" }
routes: routes
deposits: { lease_ms: 2000, poll_ms: 20000, doi_delays_ms: [50] }
`;
      await writeFile(config, text);
    }
    const env = {
      ZENODO_TOKEN: zenodo.tokens.owner,
      ZENODO_GATEWAY_DATABASE: await postgres.createDatabase(),
      ZENODO_GATEWAY_REDIS: redis.url,
    };
    return { zenodo, folder, configs, env };
  }

  it('one takes a large file in, the other deposits it, and either tells what became of it', async () => {
    const { zenodo, configs, env } = await pair();
    const [taking, working] = configs as [string, string];
    await writeFile(taking, (await readFile(taking, 'utf8')).replace('deposits: {', 'deposits: { run: false,'));
    const token = (await runCommand(['token', 'add', 'xrd', '--config', taking], env)).stdout.trim();
    const [one, two] = await Promise.all([startCommand(taking, env), startCommand(working, env)]);
    const { json } = await client(one.url, token).put('xrd/S-1/a.xy', Buffer.alloc(200_000, 'a'));
    // The other one looks by itself every 20 s only: it was woken.
    const job = await client(two.url, token).untilState(String(json['id']), 'published', 'findable');
    expect(job['dataset']).toBe('S-1');
    expect(zenodo.calls.filter(({ path, status }) => path.endsWith('/actions/publish') && status === 202)).toHaveLength(1);
  });

  it('equal bytes that come to both at once are one job', async () => {
    const { configs, env } = await pair();
    const token = (await runCommand(['token', 'add', 'xrd', '--config', configs[0]!], env)).stdout.trim();
    const gateways = await Promise.all(configs.map((config) => startCommand(config, env)));
    const answers = await Promise.all(gateways.map(({ url }) => client(url, token).put('xrd/S-1/a.xy', 'bytes')));
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 202]);
    expect(new Set(answers.map(({ json }) => json['id'])).size).toBe(1);
  });

  it('a spool of another database is refused, and so is a database without one', async () => {
    const { configs, env, folder } = await pair();
    await (await startCommand(configs[0]!, env)).kill('SIGTERM');
    const other = await runCommand(['start', '--config', configs[0]!], {
      ...env,
      ZENODO_GATEWAY_DATABASE: await postgres.createDatabase(),
    });
    expect([other.code, other.stderr]).toEqual([1, expect.stringContaining("belongs to another gateway's database")]);
    const bare = join(folder, 'bare.yaml');
    await writeFile(bare, 'folder: data\ndatabase: {}\nzenodo: { url: "http://127.0.0.1:9" }\nroutes: routes\n');
    expect((await runCommand(['start', '--config', bare], env)).stderr).toContain('spool is missing');
  });

  it('neither address nor password of the database is in what a command says of it', async () => {
    const { configs, env } = await pair();
    const away = { ...env, ZENODO_GATEWAY_DATABASE: 'postgres://somebody:planted-password@127.0.0.1:9/nowhere' };
    const { code, stdout, stderr } = await runCommand(['start', '--config', configs[0]!], away);
    expect(code).toBe(1);
    expect(stderr).toContain('cannot be reached');
    expect(stdout + stderr).not.toContain('planted-password');
  });
});
