import { expect } from 'vitest';
import { type DepositRequest, depositUrn, isDepositError, type OwnRecord, type Zenodo } from '../../src/index.ts';
import { all } from './target.ts';

/** Drafts and records that carry a key. */
export async function carrying(zenodo: Zenodo, key: string): Promise<OwnRecord[]> {
  return all(zenodo.records.own({ q: `metadata.identifiers.identifier:"${depositUrn('', key)}"`, allVersions: true }));
}

/** There is one record of the key, no draft, and its files are those of the request, by their MD5. */
export async function expectOneRecord(zenodo: Zenodo, asked: DepositRequest): Promise<void> {
  const found = await carrying(zenodo, asked.key);
  expect(found.map((one) => one.is_published)).toEqual([true]);
  const { entries } = await zenodo.records.files(found[0]!.id);
  const stored = Object.fromEntries(entries.map(({ key, checksum }) => [key, checksum]));
  expect(stored).toEqual(Object.fromEntries(asked.files.map(({ key, knownMd5 }) => [key, `md5:${knownMd5}`])));
}

/** A stop that tells where, with a cause, and of which nothing was published; thrown on when it is anything else. */
export async function expectResumable(zenodo: Zenodo, asked: DepositRequest, end: PromiseSettledResult<unknown>): Promise<void> {
  if (end.status === 'fulfilled') throw new Error('The deposit did not stop.');
  if (!isDepositError(end.reason)) throw end.reason;
  expect(end.reason.message).toContain('Run it again with the same key');
  const found = await carrying(zenodo, asked.key);
  expect(found.length).toBeLessThanOrEqual(1);
  expect(found.filter((one) => one.is_published)).toEqual([]);
}
