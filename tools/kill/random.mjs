/** Numbers from 0 up to 1 from a seed, so that the choices of a run can be made again (its moments cannot). */
export function randomFrom(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** @param {number} ms */
export const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** The entries of a map as an object, in the order of their keys. */
export const sorted = (map) => Object.fromEntries([...map].toSorted(([a], [b]) => (a < b ? -1 : 1)));
