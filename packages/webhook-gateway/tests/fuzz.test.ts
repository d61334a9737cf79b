import { expect, it } from 'vitest';
import { fuzzRun } from '../../../tools/fuzz/run.mjs';
import { faultsOf, lineOf } from '../../../tools/fuzz/verdict.mjs';

const requests = 10_000;
const seed = 20_261_125;

/** The built command in a process of its own. A million: `npm run test:fuzz -- --requests 1000000`. */
it(`${requests} mutated requests at every door: each is taken or refused, none breaks the gateway`, { timeout: 240_000 }, async () => {
  const outcome = await fuzzRun({ requests, seed });
  process.stdout.write(`fuzz: ${lineOf(outcome)}\n`);
  expect(faultsOf(outcome)).toEqual([]);
  expect(outcome.requests).toBe(requests);
});
