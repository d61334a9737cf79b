import { randomBytes } from 'node:crypto';
import type { Faults } from '@zenodo-connect/stand-in';
import { expect, it } from 'vitest';
import { type DepositRequest, fileFromBuffer } from '../../src/index.ts';
import { expectOneRecord } from '../_util/deposits.ts';
import { quick } from '../_util/quick.ts';
import { metadata, newKey, useTarget } from '../_util/target.ts';

/** The upload faults on which public clients were measured: of these they recovered 0, 0, 0, 8, 0 and 0. */
const target = useTarget();
const content = { method: 'PUT', path: '*/big.bin/content' };
const create = { method: 'POST', path: '/api/records' };
const publish = { method: 'POST', path: '*/publish' };

interface Fault {
  readonly name: string;
  readonly order: (faults: Faults) => void;
  /** Whole or broken contents of the file that are sent. */
  readonly uploads: number;
  readonly creates?: number;
  readonly publishes?: number;
}

const faults: readonly Fault[] = [
  { name: 'one reset in the middle of the upload', order: (on) => on.cutRequest(content, { afterBytes: 400_000 }), uploads: 2 },
  { name: 'three resets in the middle', order: (on) => on.cutRequest({ ...content, times: 3 }, { afterBytes: 400_000 }), uploads: 4 },
  { name: '503 with Retry-After', order: (on) => on.answer(content, { status: 503, headers: { 'retry-after': '1' } }), uploads: 2 },
  {
    name: '503 at once, the body unread',
    order: (on) => on.answer(content, { status: 503, headers: { connection: 'close' } }),
    uploads: 2,
  },
  { name: '429 on the upload', order: (on) => on.tooManyRequests(content, { retryAfterS: 2 }), uploads: 2 },
  { name: '429 on create', order: (on) => on.tooManyRequests(create, { retryAfterS: 2 }), uploads: 1, creates: 2 },
  { name: '503 five times', order: (on) => on.answer({ ...content, times: 5 }, { status: 503 }), uploads: 6 },
  { name: '504 on publish, with its effect', order: (on) => on.workThen(publish, { status: 504 }), uploads: 1, publishes: 1 },
  { name: '504 on publish, without effect', order: (on) => on.answer(publish, { status: 504 }), uploads: 1, publishes: 2 },
  { name: 'a wrong MD5 from the server', order: (on) => on.wrongChecksum({ method: 'POST', path: '*/big.bin/commit' }), uploads: 2 },
  { name: 'create applied, its answer lost', order: (on) => on.workThen(create, 'silence'), uploads: 1, creates: 1 },
];

it.each(faults)('$name: one record with the right file', async ({ order, uploads, creates = 1, publishes = 1 }) => {
  const bytes = randomBytes(1_000_000);
  const asked: DepositRequest = { key: newKey(), metadata, files: [fileFromBuffer('big.bin', bytes)], finish: 'publish' };
  const client = target.client({ ...quick() });
  order(target.standIn.faults);
  expect(await client.deposit(asked)).toMatchObject({ status: 'published' });
  await expectOneRecord(target.zenodo, asked);
  expect(target.count('PUT', /content$/)).toBe(uploads);
  expect(target.count('POST', /^\/api\/records$/)).toBe(creates);
  expect(target.count('POST', /publish$/)).toBe(publishes);
});
