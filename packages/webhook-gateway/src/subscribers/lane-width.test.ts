import { expect, it } from 'vitest';
import { LaneWidth } from './lane-width.ts';

const after = (...tries: readonly (readonly [boolean, number])[]): LaneWidth => {
  const width = new LaneWidth();
  for (const [isDelivered, ms] of tries) width.ended(isDelivered, ms);
  return width;
};
const many = <T>(times: number, one: T): T[] => Array.from({ length: times }, () => one);

it('E-18 one goes at once to a subscriber that has taken none yet, and four once it took one', () => {
  expect(new LaneWidth().free(0, 0)).toBe(1);
  expect(new LaneWidth().free(0, 1)).toBe(0);
  expect(after([false, 5]).free(0, 0)).toBe(1);
  expect(after([true, 900]).free(0, 0)).toBe(4);
  expect(after([true, 900]).free(0, 3)).toBe(1);
});

it('a quick subscriber gets more at once, and no more than thirty-two', () => {
  expect(after(...many(100, [true, 5] as const)).free(0, 0)).toBe(32);
});

it('one that grows slow gets fewer again, and no fewer than four', () => {
  expect(after(...many(100, [true, 5] as const), [true, 900]).free(0, 0)).toBe(16);
  expect(after(...many(100, [true, 5] as const), ...many(9, [true, 900] as const)).free(0, 0)).toBe(4);
});

it('one goes at once to a subscriber that fails, and four once it takes one', () => {
  expect(after(...many(100, [true, 5] as const), [false, 5]).free(1, 0)).toBe(1);
  expect(after([true, 5]).free(1, 1)).toBe(0);
  expect(after(...many(100, [true, 5] as const), [false, 5]).free(0, 0)).toBe(4);
});

it('a wide lane is filled when half of it is empty', () => {
  const wide = after(...many(100, [true, 5] as const));
  expect(wide.free(0, 17)).toBe(0);
  expect(wide.free(0, 16)).toBe(16);
});
