/**
 * P2: peak memory of uploads. Goals: at most 96 MB plain and 112 MB with MD5, 4 GiB within 4 MB of 1 GiB, eight at once in
 * at most 128 MB. Whether memory grows with the size is judged on what the process holds itself: once, after some seconds, V8 loads
 * the 5 MB of Node's own program that are its optimizing compiler, and that is no growth.
 */
import { serve } from './lib/child.mjs';
import { script, senders } from './lib/clients.mjs';
import { payload } from './lib/payload.mjs';

export async function uploadMemory({ rounds = 3, quick = false } = {}) {
  const gib = quick ? 256 * 1024 ** 2 : 1024 ** 3;
  const [one, four] = [await payload(gib), await payload(4 * gib)];
  const sink = await serve(script('servers/sink.py'));
  try {
    const { core, fetch } = senders(sink.url);
    const size = (bytes) => (bytes < 1024 ** 3 ? `${bytes / 1024 ** 2} MiB` : `${bytes / 1024 ** 3} GiB`);
    const peaks = {};
    const owned = {};
    const runs = {
      plain: [size(gib), () => core(one)],
      'plain, four times as long': [size(4 * gib), () => core(four)],
      'with MD5': [size(gib), () => core(one, '--hash')],
      'with MD5, four times as long': [size(4 * gib), () => core(four, '--hash')],
      'eight at once': [`8 × ${size(gib)}`, () => core(one, '--at-once=8')],
      'fetch of Node, for comparison': [size(gib), () => fetch(one)],
    };
    process.stdout.write('\nPeak memory of uploads\n');
    for (const [name, [what, run]] of Object.entries(runs)) {
      const all = [];
      const own = [];
      for (let round = 0; round < Math.min(rounds, 3); round += 1) {
        const { peakBytes, ownBytes = peakBytes } = await run();
        all.push(peakBytes / 1e6);
        own.push(ownBytes / 1e6);
      }
      peaks[name] = Math.max(...all);
      owned[name] = Math.max(...own);
      const inMb = (values) => values.map((mb) => mb.toFixed(1)).join(' ');
      process.stdout.write(`  ${name.padEnd(30)} ${what.padEnd(10)} ${inMb(all)} MB, of it its own ${inMb(own)}\n`);
    }
    process.stdout.write(`${JSON.stringify({ title: 'Peak memory of uploads', peaks, owned })}\n`);
    const goal = (name, value, most) => ({ goal: `P2 ${name} ≤ ${most} MB`, value, met: value <= most });
    return [
      goal('plain upload', peaks.plain, 96),
      goal('four times the size, own memory more by', owned['plain, four times as long'] - owned.plain, 4),
      goal('upload with MD5', peaks['with MD5'], 112),
      goal('with MD5, four times the size, own memory more by', owned['with MD5, four times as long'] - owned['with MD5'], 4),
      goal('eight uploads at once', peaks['eight at once'], 128),
    ];
  } finally {
    await sink.close();
  }
}
