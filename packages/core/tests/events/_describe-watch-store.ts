import { describe, expect, it } from 'vitest';
import { makeEvent } from '../../src/events/make-event.ts';
import type { WatchBatch, WatchSnapshot, WatchStore } from '../../src/index.ts';

export const eventFor = (subject: string) => {
  const data = { before: 'active', after: 'refused', message: 'm' } as const;
  return makeEvent('https://zenodo.org', { type: 'account.blocked', subject, discriminator: '', time: '2026-11-25T00:00:00Z', data });
};
export const batch = (revision: number, change: Partial<WatchBatch> = {}): WatchBatch => ({
  revision,
  cursor: `cursor ${revision}`,
  known: [],
  outgoing: [],
  delivered: [],
  ...change,
});
export const shown = (snapshot: WatchSnapshot | undefined) => snapshot && { ...snapshot, known: Object.fromEntries(snapshot.known) };

interface Opened {
  readonly store: WatchStore;
  readonly again: () => WatchStore;
}

/** `again` opens what the first one wrote, as a new process does. */
export function describeWatchStore(name: string, open: () => Opened | Promise<Opened>): void {
  describe(name, () => {
    it('is empty in the beginning', async () => {
      expect(await (await open()).store.load()).toBeUndefined();
    });

    it('gives back what was committed, after a restart too', async () => {
      const { store, again } = await open();
      const [one, two] = [eventFor('1'), eventFor('2')];
      expect(
        await store.commit(
          batch(1, {
            known: [
              ['r/1', 'a'],
              ['r/2', 'b'],
            ],
            outgoing: [one, two],
          }),
        ),
      ).toBe(true);
      expect(
        await store.commit(
          batch(2, {
            known: [
              ['r/1', null],
              ['r/3', 'ü'],
            ],
            delivered: [one.id],
          }),
        ),
      ).toBe(true);
      const wanted = { revision: 2, cursor: 'cursor 2', known: { 'r/2': 'b', 'r/3': 'ü' }, outgoing: [two] };
      expect(shown(await store.load())).toEqual(wanted);
      expect(shown(await again().load())).toEqual(wanted);
      expect(await again().commit(batch(3))).toBe(true);
    });

    it('refuses a step that is not the next, and keeps nothing of it', async () => {
      const { store } = await open();
      await store.commit(batch(1, { known: [['r/1', 'a']] }));
      expect(await store.commit(batch(1, { known: [['r/1', 'b']] }))).toBe(false);
      expect(await store.commit(batch(3, { known: [['r/1', 'c']], outgoing: [eventFor('1')] }))).toBe(false);
      expect(shown(await store.load())).toEqual({ revision: 1, cursor: 'cursor 1', known: { 'r/1': 'a' }, outgoing: [] });
    });

    it('keeps one of two events with one id, in the order of their commits', async () => {
      const { store } = await open();
      await store.commit(batch(1, { outgoing: [eventFor('2'), eventFor('1')] }));
      await store.commit(batch(2, { outgoing: [eventFor('1'), eventFor('3')] }));
      expect((await store.load())?.outgoing.map(({ subject }) => subject)).toEqual(['2', '1', '3']);
    });
  });
}
