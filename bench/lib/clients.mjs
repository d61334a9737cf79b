import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { measure } from './child.mjs';
import { publicClients } from './yardsticks.mjs';

const here = path.dirname(fileURLToPath(import.meta.url));
export const script = (...names) => path.join(here, '..', ...names);
const contentAt = (url) => `${url}/api/records/1/draft/files/data.bin/content`;

/** What sends one file to a sink: each answers `{ seconds, peakBytes, … }`. */
export const senders = (url, { ca } = {}) => ({
  core: (file, ...flags) =>
    measure(process.execPath, [script('clients/core-upload.mjs'), url, file, ...(ca ? [`--ca=${ca}`] : []), ...flags]),
  curl: (file) => measure('curl', ['-sS', '-o', '/dev/null', ...(ca ? ['--cacert', ca] : []), '-T', file, contentAt(url)]),
  requests: (file) => measure('python3', [script('clients/requests-upload.py'), url, file, ...(ca ? [ca] : [])]),
  zenodoClient: (file) => measure(publicClients(), [script('clients/zenodo-client-upload.py'), url, file]),
  fetch: (file) => measure(process.execPath, [script('clients/fetch-upload.mjs'), contentAt(url), file]),
});

/** `first`, then `second` on the same file: what a careful shell user does. */
export async function oneAfterAnother(first, second) {
  const [a, b] = [await first(), await second()];
  const cpuSeconds = (a.cpuSeconds ?? 0) + (b.cpuSeconds ?? 0);
  return { seconds: a.seconds + b.seconds, cpuSeconds, peakBytes: Math.max(a.peakBytes ?? 0, b.peakBytes ?? 0) };
}
