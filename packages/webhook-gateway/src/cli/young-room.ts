import { getHeapSpaceStatistics, setFlagsFromString } from 'node:v8';

/** The room for young objects, both halves of it. More of it saves hardly any work here, and V8 would take 64 MB. */
const enoughBytes = 8_000_000;
const everyMs = 250;

const growsBy = (factor: 1 | 2): void => setFlagsFromString(`--semi-space-growth-factor=${factor}`);

/** Loading a program makes so much garbage at once that V8 takes some 25 MB for it and gives none of it back: so nothing grows until it works. */
export function keepYoungRoomSmall(): void {
  growsBy(1);
}

/** Grows with the work, to where it is enough. */
export function growYoungRoom(): void {
  growsBy(2);
  setInterval(() => {
    const size = getHeapSpaceStatistics().find(({ space_name: name }) => name === 'new_space')?.space_size ?? 0;
    growsBy(size < enoughBytes ? 2 : 1);
  }, everyMs).unref();
}
