import { type Transport, undiciTransport } from '../../src/index.ts';

/** The real transport with pauses a fiftieth as long, for tests with many of them. */
export function quickTransport(): Transport {
  const real = undiciTransport();
  return { send: real.send, sleep: (ms, signal) => real.sleep(Math.min(ms / 50, 100), signal) };
}
