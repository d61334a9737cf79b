import { randomBytes } from 'node:crypto';
import { expect, it } from 'vitest';
import { type DepositRequest, fileFromBuffer } from '../../src/index.ts';
import { expectOneRecord } from '../_util/deposits.ts';
import { quick } from '../_util/quick.ts';
import { metadata, newKey, useTarget } from '../_util/target.ts';
import { type FaultyCalls, uploadFaults } from './_upload-faults.ts';

const target = useTarget();
const calls: FaultyCalls = {
  create: { method: 'POST', path: '/api/records' },
  content: { method: 'PUT', path: '*/big.bin/content' },
  publish: { method: 'POST', path: '*/publish' },
};

it.each(uploadFaults)('$name: one record with the right file', async ({ order, uploads, creates = 1, publishes = 1 }) => {
  const bytes = randomBytes(1_000_000);
  const asked: DepositRequest = { key: newKey(), metadata, files: [fileFromBuffer('big.bin', bytes)], finish: 'publish' };
  const client = target.client({ ...quick() });
  order(target.standIn.faults, calls);
  expect(await client.deposit(asked)).toMatchObject({ status: 'published' });
  await expectOneRecord(target.zenodo, asked);
  expect(target.count('PUT', /content$/)).toBe(uploads);
  expect(target.count('POST', /^\/api\/records$/)).toBe(creates);
  expect(target.count('POST', /publish$/)).toBe(publishes);
});
