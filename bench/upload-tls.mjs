/**
 * P4: an upload over TLS, against `curl -T https`. Goals: at most 0.95 × its time; with MD5 at most 1.6 ×, or where MD5 alone takes
 * longer than that on this machine, at least 0.93 of the speed of MD5 alone.
 */
import { rm } from 'node:fs/promises';
import { makeCertificate } from './lib/certificate.mjs';
import { measure, serve } from './lib/child.mjs';
import { script, senders } from './lib/clients.mjs';
import { pairs, report } from './lib/pairs.mjs';
import { payload } from './lib/payload.mjs';
import { has, present } from './lib/yardsticks.mjs';

const mostHashed = 1.6;
const leastShare = 0.93;

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
    const ratio = (name) => rows.find((row) => row.name === name).ratio;
    return [
      { goal: 'P4 TLS upload ≤ 0.95 × curl', value: ratio('core'), met: ratio('core') <= 0.95 },
      hashedGoal(ratio('core, MD5 on the way'), ratio('openssl md5, no upload')),
    ];
  } finally {
    await sink.close();
    await rm(folder, { recursive: true, force: true });
  }
}

/** Both figures are printed, and which of them decides: no code gets under the time of MD5 alone. */
function hashedGoal(hashed, md5Alone) {
  const share = md5Alone / hashed;
  const floorDecides = md5Alone > mostHashed;
  process.stdout.write(
    `  with MD5: ${hashed.toFixed(2)} × curl; MD5 alone: ${md5Alone.toFixed(2)} × curl, of whose speed ${share.toFixed(2)} is reached; ` +
      `the ${floorDecides ? `share decides, as MD5 alone is above ${mostHashed}` : 'ratio to curl decides'}\n`,
  );
  return floorDecides
    ? { goal: `P4 TLS upload with MD5 ≥ ${leastShare} of the speed of MD5 alone`, value: share, met: share >= leastShare }
    : { goal: `P4 TLS upload with MD5 ≤ ${mostHashed} × curl`, value: hashed, met: hashed <= mostHashed };
}
