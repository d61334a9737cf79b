import { expect, it } from 'vitest';
import { failureOf } from './postgres-failures.ts';
import { StaleWriteError } from './store-errors.ts';

const said = (code: string, message: string) => Object.assign(new Error(message), { code });
const where = 'db:5432/lab';

it.each([
  [said('53100', 'could not extend file: No space left on device'), 'full', 'The disk of the database db:5432/lab is full'],
  [said('57P01', 'terminating connection due to administrator command'), 'unreachable', 'cannot be reached'],
  [said('57P03', 'the database system is starting up'), 'unreachable', 'work goes on by itself'],
  [said('ECONNREFUSED', 'connect ECONNREFUSED 127.0.0.1:5432'), 'unreachable', 'ECONNREFUSED'],
  [said('EPIPE', 'write EPIPE'), 'unreachable', 'EPIPE'],
  [said('28P01', 'password authentication failed for user "lab"'), 'not_writable', 'Check the user'],
  [said('23505', 'duplicate key value'), 'constraint', 'duplicate key value'],
  [said('42P01', 'relation "x" does not exist'), 'statement', 'refused a statement'],
])('%s', (error, problem, sentence) => {
  expect(failureOf(error, where)).toMatchObject({ name: 'StoreError', problem, message: expect.stringContaining(sentence) });
});

it('a write that was cut off after it was sent may be kept', () => {
  expect(failureOf(new Error('Connection terminated unexpectedly'), where, true)).toMatchObject({ problem: 'unclear' });
});

it('a count that the server compared is a stale write', () => {
  const error = said('22P02', 'invalid input syntax for type bigint: "zenodo-connect: changed 0"');
  expect(failureOf(error, where, true)).toBeInstanceOf(StaleWriteError);
});
