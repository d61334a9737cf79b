/** P4: an upload over TLS, against `curl -T https`. Goals: at most 0.95 × its time, with MD5 at most 1.6 ×. */
import { rm } from 'node:fs/promises';
import { makeCertificate } from './lib/certificate.mjs';
import { serve } from './lib/child.mjs';
import { script, senders } from './lib/clients.mjs';
import { pairs, report } from './lib/pairs.mjs';
import { payload } from './lib/payload.mjs';
import { has, present } from './lib/yardsticks.mjs';

export async function uploadTls({ rounds = 7, quick = false } = {}) {
  if (!has('curl') || !has('openssl')) return [];
  const sizeMiB = quick ? 256 : 1024;
  const file = await payload(sizeMiB * 1024 ** 2);
  const { folder, cert, key } = await makeCertificate();
  const sink = await serve(script('servers/sink.py'), [cert, key]);
  try {
    const { curl, core, requests } = senders(sink.url, { ca: cert });
    const rows = await pairs({
      rounds,
      baseline: 'curl -T https',
      variants: present({
        'curl -T https': { run: () => curl(file) },
        core: { run: () => core(file) },
        'core, MD5 on the way': { run: () => core(file, '--hash') },
        'python requests': { needs: 'python requests', run: () => requests(file) },
      }),
    });
    report(`Upload of ${sizeMiB} MiB over TLS`, rows);
    const ratio = (name) => rows.find((row) => row.name === name).ratio;
    return [
      { goal: 'P4 TLS upload ≤ 0.95 × curl', value: ratio('core'), met: ratio('core') <= 0.95 },
      { goal: 'P4 TLS upload with MD5 ≤ 1.6 × curl', value: ratio('core, MD5 on the way'), met: ratio('core, MD5 on the way') <= 1.6 },
    ];
  } finally {
    await sink.close();
    await rm(folder, { recursive: true, force: true });
  }
}
