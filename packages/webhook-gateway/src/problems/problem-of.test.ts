import { StoreError } from '@zenodo-connect/nestjs';
import { expect, it } from 'vitest';
import { forReaders, problemOf } from './problem-of.ts';

it.each([
  ['a database that is away', new StoreError('locked', 'gone'), 503],
  ['a disk that is full', new StoreError('full', 'full'), 507],
  ['a fault of ours', new Error('at secret.ts:1'), 500],
])('%s is told without a word about files to who sends none, with the same kind', (_name, error, status) => {
  const [sender, reader] = [problemOf(error), forReaders(problemOf(error))];
  expect([sender.status, reader.status, reader.kind, reader.extras]).toEqual([status, status, sender.kind, sender.extras]);
  expect(`${reader.message} ${reader.nextStep}`).not.toMatch(/file|kept|secret/);
});
