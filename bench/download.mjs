/**
 * P7: a verified download to disk, with fsync and an atomic name, against "curl, then md5sum". Goal: at most 0.90 × the
 * time where a second core exists, at most 160 MB of memory.
 */
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { measure, serve } from './lib/child.mjs';
import { oneAfterAnother, script } from './lib/clients.mjs';
import { inDownloadFolder } from './lib/download-folder.mjs';
import { md5Of } from './lib/md5.mjs';
import { pairs, report } from './lib/pairs.mjs';
import { payload } from './lib/payload.mjs';
import { has, present } from './lib/yardsticks.mjs';

const mostBytes = 160e6;

export async function download({ rounds = 7, quick = false } = {}) {
  if (!has('curl') || !has('md5sum')) return [];
  const sizeMiB = quick ? 256 : 1024;
  const file = await payload(sizeMiB * 1024 ** 2);
  const server = await serve(script('servers/files.py'), [file, await md5Of(file)]);
  try {
    const content = `${server.url}/api/records/1/files/data.bin/content`;
    const rows = await inDownloadFolder((folder) => {
      const to = path.join(folder, 'data.bin');
      /** Each begins without the file, so that none is skipped or overwritten. */
      const anew = async (run) => {
        await rm(to, { force: true });
        return run();
      };
      const curl = () => measure('curl', ['-sS', '-o', to, content]);
      return pairs({
        rounds,
        baseline: 'curl, then md5sum',
        variants: present({
          'curl, then md5sum': { run: () => anew(() => oneAfterAnother(curl, () => measure('md5sum', [to]))) },
          'core, MD5 on the way': {
            run: () => anew(() => measure(process.execPath, [script('clients/core-download.mjs'), server.url, folder])),
          },
          'curl alone, nothing verified': { run: () => anew(curl) },
          'requests with MD5 on the way': {
            needs: 'python requests',
            run: () => anew(() => measure('python3', [script('clients/requests-download.py'), content, to])),
          },
        }),
      });
    });
    report(`Verified download of ${sizeMiB} MiB`, rows);
    const mine = rows.find((row) => row.name === 'core, MD5 on the way');
    return [
      { goal: 'P7 verified download ≤ 0.9 × curl, then md5sum', value: mine.ratio, met: mine.ratio <= 0.9 },
      { goal: 'P7 peak memory of that download ≤ 160 MB', value: mine.peakBytes / 1e6, met: mine.peakBytes <= mostBytes },
    ];
  } finally {
    await server.close();
  }
}
