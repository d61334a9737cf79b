import { describe, expect, it } from 'vitest';
import { afterLanding, afterSending, type RateTold, type RateWindow, unknownWindow, waitIn } from './rate-window.ts';

const now = Date.UTC(2026, 10, 25, 12);
const told = (remaining: number, inSeconds = 30, limit = 100): RateTold => ({ limit, remaining, opensAt: now + inSeconds * 1000 });

/** One call that was sent and answered. */
const after = (window: RateWindow, answer: RateTold | null | undefined, at = now): RateWindow => {
  const sent = afterSending(window, at);
  return afterLanding(sent, sent.sent, answer, at);
};

describe('a window', () => {
  it('of which nothing is known lets one call go, whose answer tells of the others', () => {
    const asked = afterSending(unknownWindow, now);
    expect(waitIn(unknownWindow, now)).toBe(0);
    expect(waitIn(asked, now)).toBe(20);
    expect(waitIn(afterLanding(asked, 1, told(5), now), now)).toBe(0);
  });

  it('lets others follow a first call that takes long, such as a large upload', () => {
    expect(waitIn(afterSending(unknownWindow, now), now + 1000)).toBe(0);
  });

  it('is none when answers have no headers', () => {
    const silent = afterSending(after(unknownWindow, undefined), now);
    expect(waitIn(silent, now)).toBe(0);
  });

  it('is none any more when sound answers tell nothing after a limit that a 429 told has ended', () => {
    const ended = now + 30_001;
    const silent = after(after(unknownWindow, told(0)), null, ended);
    expect(waitIn(afterSending(silent, ended), ended)).toBe(0);
  });

  it('is still asked for by one call when all that came since its end are failures', () => {
    const ended = now + 30_001;
    const failed = after(after(unknownWindow, told(0)), undefined, ended);
    expect(waitIn(afterSending(failed, ended), ended)).toBe(20);
  });

  it('is waited for when nothing remains, and no longer', () => {
    const empty = after(unknownWindow, told(0));
    expect(waitIn(empty, now)).toBe(30_000);
    expect(waitIn(empty, now + 30_000)).toBe(0);
  });

  it('counts calls on their way as spent, and looks again soon when they may land before', () => {
    const two = after(unknownWindow, told(2));
    const flying = afterSending(afterSending(two, now), now);
    expect(waitIn(flying, now)).toBe(20);
    expect(waitIn(afterLanding(flying, flying.sent, undefined, now), now)).toBe(0);
  });

  it('lets one call go when it has ended: the limit may be another, or little may have opened', () => {
    const asked = afterSending(after(unknownWindow, told(0)), now + 30_000);
    expect(waitIn(asked, now + 30_010)).toBe(20);
    const few = afterLanding(asked, asked.sent, told(1, 35), now + 30_020);
    expect(waitIn(few, now + 30_020)).toBe(0);
    expect(waitIn(afterSending(few, now), now + 30_020)).toBe(20);
  });

  it('believes the smaller count of answers that overtook each other', () => {
    const both = afterSending(afterSending(after(unknownWindow, told(10)), now), now);
    const first = afterLanding(both, both.sent, told(8), now);
    expect(afterLanding(first, both.sent - 1, told(9), now).remaining).toBe(8);
    expect(afterLanding(first, both.sent - 1, told(7), now).remaining).toBe(7);
  });

  it('believes the answer of a call that was sent after the others had landed, also when more is left', () => {
    expect(after(after(unknownWindow, told(1)), told(9)).remaining).toBe(9);
  });

  it('follows a limit that changes in mid-run, in both directions', () => {
    const both = afterSending(afterSending(after(unknownWindow, told(50)), now), now);
    expect(afterLanding(both, both.sent, told(480, 30, 500), now).remaining).toBe(480);
    expect(afterLanding(both, both.sent, told(3, 30, 20), now).remaining).toBe(3);
  });

  it('learns nothing from an answer of a window that is over', () => {
    const known = after(unknownWindow, told(7));
    expect(after(known, told(0, -1)).remaining).toBe(7);
  });
});
