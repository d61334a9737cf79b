import { getSharedConfigToken } from '@nestjs/bullmq';
import { Test } from '@nestjs/testing';
import { DepositsService, ZENODO_OPTIONS, type ZenodoModuleOptions } from '@zenodo-connect/nestjs';
import { startStandIn } from '@zenodo-connect/stand-in';
import { expect, it, onTestFinished } from 'vitest';
import { postgresMissing, startPostgres } from '../../../tools/servers/postgres.mjs';
import { redisMissing, startRedis } from '../../../tools/servers/redis.mjs';
import { clientOf, untilState } from './_util/app.ts';
import { depositOf } from './_util/deposit.ts';
import { tempFolder } from './_util/temp-folder.ts';

const missing = (await postgresMissing()) ?? (await redisMissing());
if (missing) process.stdout.write(`Skipped: ${missing}\n`);

/** Only where Zenodo and Redis are is another thing than in the README. */
it.skipIf(missing)('the example of several machines: one process adds, another one, woken over Redis, deposits', async () => {
  const [postgres, redis, standIn] = await Promise.all([startPostgres(), startRedis(), startStandIn({ port: 0 })]);
  onTestFinished(async () => {
    await Promise.all([postgres.close(), redis.close(), standIn.close()]);
  });
  process.env['DATABASE_URL'] = await postgres.createDatabase();
  onTestFinished(() => void delete process.env['DATABASE_URL']);
  const { ScaledModule } = await import('./_readme/scaled.ts');
  const start = async (deposits: NonNullable<ZenodoModuleOptions['deposits']>) => {
    const options = { zenodo: clientOf(standIn), store: { postgres: process.env['DATABASE_URL'] ?? '' }, deposits };
    const module = await Test.createTestingModule({ imports: [ScaledModule] })
      .overrideProvider(ZENODO_OPTIONS)
      .useValue(options)
      .overrideProvider(getSharedConfigToken())
      .useValue({ connection: { host: redis.host, port: redis.port } })
      .compile();
    await module.init();
    onTestFinished(() => module.close());
    return module.get(DepositsService, { strict: false });
  };
  await start({ pollMs: 60_000, leaseMs: 200_000 });
  const adding = await start({ run: false });
  const { id } = await adding.add(await depositOf(await tempFolder(), 'scaled'));
  expect(await untilState(adding, id, 'published', 'findable')).toMatchObject({ attempts: 1 });
});
