import { performance } from 'node:perf_hooks';
import { getHeapSpaceStatistics, setFlagsFromString } from 'node:v8';

/** The room for young objects, both halves of it. More of it saves hardly any work here, and V8 would take 64 MB. */
const enoughBytes = 8_000_000;
/** The part of its time that a gateway works from which on more room saves work. */
const busyPart = 0.2;
const everyMs = 250;

const growsBy = (factor: 1 | 2): void => setFlagsFromString(`--semi-space-growth-factor=${factor}`);

/** Loading a program makes so much garbage at once that V8 takes some 25 MB for it and gives none of it back: so nothing grows until it works. */
export function keepYoungRoomSmall(): void {
  growsBy(1);
}

/** Grows while there is much to do, to where it is enough. */
export function growYoungRoomWithWork(): void {
  let before = performance.eventLoopUtilization();
  setInterval(() => {
    const now = performance.eventLoopUtilization();
    const { utilization } = performance.eventLoopUtilization(now, before);
    before = now;
    const size = getHeapSpaceStatistics().find(({ space_name: name }) => name === 'new_space')?.space_size ?? 0;
    growsBy(utilization > busyPart && size < enoughBytes ? 2 : 1);
  }, everyMs).unref();
}
