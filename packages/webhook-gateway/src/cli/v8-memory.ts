import { performance } from 'node:perf_hooks';
import { getHeapSpaceStatistics, setFlagsFromString } from 'node:v8';

/** The room for young objects, both halves of it. More of it saves hardly any work here, and V8 would take 64 MB. */
const enoughBytes = 8_000_000;
/** The part of its time that a gateway works from which on more room saves work. */
const busyPart = 0.2;
const everyMs = 250;

const growsBy = (factor: 1 | 2): void => setFlagsFromString(`--semi-space-growth-factor=${factor}`);

/** Before anything is loaded: what V8 is to leave, since it would take some 45 MB for it and give little of that back. */
export function keepMemorySmall(): void {
  // Loading a program makes much garbage at once: the room for it does not grow until there is work.
  growsBy(1);
  // undici reads answers by WebAssembly. Its large function takes 20 MB to be compiled for speed, and there are few answers to read.
  setFlagsFromString('--no-wasm-dynamic-tiering');
  setFlagsFromString('--no-wasm-tier-up');
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
