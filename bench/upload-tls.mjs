/** P4: an upload over TLS, against `curl -T https`. Goals: at most 0.95 × its time, with MD5 at most 1.6 ×. */
import { rm } from 'node:fs/promises';
import { makeCertificate } from './lib/certificate.mjs';
import { measure, serve } from './lib/child.mjs';
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
        'openssl md5, no upload': { run: () => measure('openssl', ['md5', file]) },
        'python requests': { needs: 'python requests', run: () => requests(file) },
      }),
    });
    report(`Upload of ${sizeMiB} MiB over TLS`, rows);
    // Where TLS is fast, MD5 alone takes longer than 1.6 × the upload: no code gets under this floor.
    const ratio = (name) => rows.find((row) => row.name === name).ratio;
    const floor = ratio('openssl md5, no upload');
    const hashed = ratio('core, MD5 on the way');
    process.stdout.write(
      `  the floor, MD5 alone: ${floor.toFixed(2)} × curl; share of it reached with the upload: ${(floor / hashed).toFixed(2)}\n`,
    );
    return [
      { goal: 'P4 TLS upload ≤ 0.95 × curl', value: ratio('core'), met: ratio('core') <= 0.95 },
      { goal: 'P4 TLS upload with MD5 ≤ 1.6 × curl', value: hashed, met: hashed <= 1.6 },
    ];
  } finally {
    await sink.close();
    await rm(folder, { recursive: true, force: true });
  }
}
