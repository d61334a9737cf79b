/**
 * P3: an upload whose MD5 is known at its end, against "curl, then md5sum": what a careful shell user does. Goal: at most
 * 0.80 × the time where a second core exists, 1.0 × where not. `openssl md5` alone is the floor.
 */
import { availableParallelism } from 'node:os';
import { measure, serve } from './lib/child.mjs';
import { oneAfterAnother, script, senders } from './lib/clients.mjs';
import { pairs, report } from './lib/pairs.mjs';
import { payload } from './lib/payload.mjs';
import { has, present } from './lib/yardsticks.mjs';

export async function uploadVerified({ rounds = 7, quick = false } = {}) {
  if (!has('curl') || !has('md5sum')) return [];
  const sizeMiB = quick ? 256 : 1024;
  const file = await payload(sizeMiB * 1024 ** 2);
  const sink = await serve(script('servers/sink.py'));
  try {
    const { curl, core, requests } = senders(sink.url);
    const rows = await pairs({
      rounds,
      baseline: 'curl -T, then md5sum',
      variants: present({
        'curl -T, then md5sum': {
          run: () =>
            oneAfterAnother(
              () => curl(file),
              () => measure('md5sum', [file]),
            ),
        },
        'core, MD5 on the way': { run: () => core(file, '--hash') },
        'requests, then md5sum': {
          needs: 'python requests',
          run: () =>
            oneAfterAnother(
              () => requests(file),
              () => measure('md5sum', [file]),
            ),
        },
        'openssl md5, no upload': { needs: 'openssl', run: () => measure('openssl', ['md5', file]) },
      }),
    });
    report(`Upload of ${sizeMiB} MiB with its MD5 known`, rows);
    const mine = rows.find((row) => row.name === 'core, MD5 on the way');
    const floor = rows.find((row) => row.name === 'openssl md5, no upload');
    if (floor) process.stdout.write(`  share of the floor reached: ${(floor.ratio / mine.ratio).toFixed(2)}\n`);
    const most = availableParallelism() > 1 ? 0.8 : 1;
    return [{ goal: `P3 upload with MD5 ≤ ${most} × curl, then md5sum`, value: mine.ratio, met: mine.ratio <= most }];
  } finally {
    await sink.close();
  }
}
