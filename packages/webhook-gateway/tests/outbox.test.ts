import { join } from 'node:path';
import { createSqliteStore } from '@zenodo-connect/nestjs';
import { expect, it, onTestFinished } from 'vitest';
import { migrateGateway } from '../src/tables/open-store.ts';
import { Outbox } from '../src/tables/outbox.ts';
import { tempFolder } from './_util/temp-folder.ts';

it('a start finds what an earlier life was sending without reading all deliveries', async () => {
  const store = await createSqliteStore({ path: join(await tempFolder(), 'gateway.db') });
  onTestFinished(() => store.close());
  await migrateGateway(store);
  const { sql, params = [] } = new Outbox(store).takeBack(Date.now());
  const plan = await store.query(`EXPLAIN QUERY PLAN ${sql}`, params);
  expect(plan.map(({ detail }) => detail)).toEqual(['SCAN zenodo_delivery USING INDEX zenodo_delivery_leased']);
});
