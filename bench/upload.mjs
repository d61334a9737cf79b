/**
 * P1: a plain upload of 1 GiB through core's transport to a discarding sink, against `curl -T`.
 * Goal: at most 1.0 × the time of curl, at most 100 MB of memory; 4 GiB within 4 MB of 1 GiB.
 * For comparison: the same with MD5 on the way, against curl and then md5sum.
 */
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { measure, serve } from './lib/child.mjs';
import { pairs, report } from './lib/pairs.mjs';
import { payload } from './lib/payload.mjs';

const here = path.dirname(fileURLToPath(import.meta.url));
const gib = 1024 ** 3;

export async function upload({ rounds = 7 } = {}) {
  const sink = await serve(path.join(here, 'servers/sink.py'));
  try {
    const one = await payload(gib);
    const target = `${sink.url}/api/records/1/draft/files/data.bin/content`;
    const core = (file, ...flags) => measure(process.execPath, [path.join(here, 'clients/core-upload.mjs'), sink.url, file, ...flags]);
    const curl = (file) => measure('curl', ['-sS', '-o', '/dev/null', '-T', file, target]);
    const rows = await pairs({ rounds, baseline: 'curl -T', variants: { 'curl -T': () => curl(one), 'core, no hash': () => core(one) } });
    report('Upload of 1 GiB to a discarding sink', rows);

    const verified = await pairs({
      rounds: Math.max(3, Math.ceil(rounds / 2)),
      baseline: 'curl -T, then md5sum',
      variants: {
        'curl -T, then md5sum': async () => {
          const sent = await curl(one);
          const summed = await measure('md5sum', [one]);
          return { seconds: sent.seconds + summed.seconds, peakBytes: sent.peakBytes };
        },
        'core, MD5 on the way': () => core(one, '--hash'),
      },
    });
    report('Upload of 1 GiB with its MD5 known', verified);

    const four = await payload(4 * gib);
    const small = [];
    const large = [];
    for (let i = 0; i < 3; i += 1) {
      small.push((await core(one)).peakBytes);
      large.push((await core(four)).peakBytes);
    }
    const peak1 = Math.max(...small);
    const peak4 = Math.max(...large);
    process.stdout.write(
      `\nPeak memory, 3 runs each: 1 GiB ${small.map((n) => (n / 1e6).toFixed(1)).join(' ')} MB, 4 GiB ${large.map((n) => (n / 1e6).toFixed(1)).join(' ')} MB, difference ${((peak4 - peak1) / 1e6).toFixed(1)} MB\n`,
    );
    const mine = rows.find((row) => row.name === 'core, no hash');
    return [
      { goal: 'upload of 1 GiB ≤ 1.0 × curl -T', value: mine.ratio, met: mine.ratio <= 1.0 },
      { goal: 'peak memory of that upload ≤ 100 MB', value: mine.peakBytes / 1e6, met: mine.peakBytes <= 100e6 },
      { goal: '4 GiB within 4 MB of 1 GiB', value: (peak4 - peak1) / 1e6, met: peak4 - peak1 <= 4e6 },
    ];
  } finally {
    await sink.close();
  }
}
