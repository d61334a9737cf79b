import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type StandIn, startStandIn } from '@zenodo-connect/stand-in';
import { describe, expect, it, onTestFinished } from 'vitest';
import { postgresMissing, startPostgres } from '../../../tools/servers/postgres.mjs';
import { redisMissing, startRedis } from '../../../tools/servers/redis.mjs';
import { followed, handIn, startBuilt, tempFolder, versionsOf } from './_util.ts';

const missing = (await postgresMissing()) ?? (await redisMissing());
if (missing) process.stdout.write(`Skipped: ${missing}\n`);

/** All records and drafts of the account. */
async function recordsOf({ url, tokens }: StandIn): Promise<readonly { id: string; is_published: boolean }[]> {
  const response = await fetch(`${url}/api/user/records?size=100&allversions=true`, {
    headers: { authorization: `Bearer ${tokens.owner}`, accept: 'application/vnd.inveniordm.v1+json' },
  });
  return ((await response.json()) as { hits: { hits: { id: string; is_published: boolean }[] } }).hits.hits;
}

describe.skipIf(missing).each(['express', 'fastify'] as const)('the backend on %s, PostgreSQL and Redis', (platform) => {
  it('takes datasets at one process, deposits them at three, one of which is killed, and every DOI comes back', async () => {
    const zenodo = await startStandIn({ port: 0, indexLagMs: 50 });
    onTestFinished(() => zenodo.close());
    const [postgres, redis] = await Promise.all([startPostgres(), startRedis()]);
    onTestFinished(async () => {
      await Promise.all([postgres.close(), redis.close()]);
    });
    const uploads = join(await tempFolder(), 'uploads');
    const env = {
      ZENODO_TOKEN: zenodo.tokens.owner,
      ZENODO_URL: zenodo.url,
      DATACITE_URL: zenodo.url,
      DATABASE_URL: await postgres.createDatabase(),
      REDIS_URL: `redis://127.0.0.1:${redis.port}`,
      UPLOADS: uploads,
      PLATFORM: platform,
    };
    const web = await startBuilt({ ...env, ROLE: 'web', PORT: '0' });
    const workers = await Promise.all([1, 2, 3].map(() => startBuilt({ ...env, ROLE: 'worker' })));
    const names = Array.from({ length: 12 }, (_, n) => `S-${n}`);
    // Slow enough that the killed worker has something in hand.
    zenodo.faults.delay({ method: 'POST', path: '*/actions/publish', times: 12 }, { ms: 200 });
    const taken = await Promise.all(names.map((name) => handIn(web.url, name, { 'scan.xy': `5.0 12 ${name}\n` })));
    expect(taken.map(({ status }) => status)).toEqual(names.map(() => 202));
    workers[0]?.child.kill('SIGKILL');
    const ends = await Promise.all(taken.map(async ({ body }) => (await followed(`${web.url}${body['progress']}`)).at(-1)?.state));
    expect(ends).toEqual(names.map(() => 'findable'));
    for (const name of names)
      await expect.poll(() => versionsOf(web.url, name), { timeout: 10_000 }).toMatchObject([{ doi: expect.stringMatching(/^10\./) }]);
    const records = await recordsOf(zenodo);
    expect(records.filter((record) => record.is_published)).toHaveLength(names.length);
    expect(records).toHaveLength(names.length);
    await expect.poll(() => readdir(uploads), { timeout: 10_000 }).toEqual([]);
  });
});
