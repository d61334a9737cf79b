import { randomFrom } from '../kill/random.mjs';

/** Choices of one request. The same seed and number make the same ones, whatever came before. */
export class Chance {
  /** @param {number} seed @param {number} number of the request */
  constructor(seed, number) {
    this.next = randomFrom(Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) ^ Math.imul(number + 1, 0xc2b2ae35));
  }

  /** A whole number from 0 up to and without `end`. */
  below(end) {
    return Math.floor(this.next() * end);
  }

  /** @template T @param {readonly T[]} list @returns {T} */
  pick(list) {
    return list[this.below(list.length)];
  }

  /** True in this part of all cases. */
  is(part) {
    return this.next() < part;
  }

  /** @template T @param {readonly (readonly [number, T])[]} weighted @returns {T} */
  weighted(weighted) {
    let at = this.next() * weighted.reduce((sum, [weight]) => sum + weight, 0);
    for (const [weight, one] of weighted) {
      at -= weight;
      if (at < 0) return one;
    }
    return weighted.at(-1)[1];
  }
}
