/** P1: a plain upload to a sink that drops what it gets, against `curl -T`. Goal: at most 0.95 × its time. */
import { serve } from './lib/child.mjs';
import { script, senders } from './lib/clients.mjs';
import { pairs, report } from './lib/pairs.mjs';
import { payload } from './lib/payload.mjs';
import { has, present } from './lib/yardsticks.mjs';

export async function upload({ rounds = 7, quick = false } = {}) {
  if (!has('curl')) return [];
  const sizeMiB = quick ? 256 : 1024;
  const file = await payload(sizeMiB * 1024 ** 2);
  const sink = await serve(script('servers/sink.py'));
  try {
    const { curl, core, requests, zenodoClient, fetch } = senders(sink.url);
    const rows = await pairs({
      rounds,
      baseline: 'curl -T',
      variants: present({
        'curl -T': { run: () => curl(file) },
        core: { run: () => core(file) },
        'python requests': { needs: 'python requests', run: () => requests(file) },
        'zenodo-client': { needs: 'zenodo-client', run: () => zenodoClient(file) },
        'fetch of Node': { run: () => fetch(file) },
      }),
    });
    report(`Upload of ${sizeMiB} MiB to a discarding sink`, rows);
    const mine = rows.find((row) => row.name === 'core');
    return [{ goal: 'P1 upload ≤ 0.95 × curl -T', value: mine.ratio, met: mine.ratio <= 0.95 }];
  } finally {
    await sink.close();
  }
}
