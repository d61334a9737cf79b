import { expect, it } from 'vitest';
import { Turns } from './turns.ts';

it('work of one key goes one after another, that of others beside it', async () => {
  const turns = new Turns();
  const seen: string[] = [];
  const work = (name: string, ms: number) => async () => {
    seen.push(`${name} begins`);
    await new Promise((resolve) => setTimeout(resolve, ms));
    seen.push(`${name} ends`);
  };
  await Promise.all([turns.take('a', work('a1', 20)), turns.take('a', work('a2', 0)), turns.take('b', work('b1', 5))]);
  expect(seen).toEqual(['a1 begins', 'b1 begins', 'b1 ends', 'a1 ends', 'a2 begins', 'a2 ends']);
});

it('a failure does not stop those who wait', async () => {
  const turns = new Turns();
  const failed = turns.take('a', () => Promise.reject(new Error('first')));
  const after = turns.take('a', async () => 'second');
  await expect(failed).rejects.toThrow('first');
  expect(await after).toBe('second');
});
