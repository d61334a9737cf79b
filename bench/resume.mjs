/**
 * P8: transfers that are cut at random places. Goal of a download: at most 1.01 × the bytes of the file move, however often, and the
 * MD5 is right, which it is only when no byte was hashed twice; curl and wget are told to go on where they were, too. Goal of a
 * deposit of several files: the broken file alone is sent again.
 */
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { measure, serve } from './lib/child.mjs';
import { script } from './lib/clients.mjs';
import { cutUploads } from './lib/cut-uploads.mjs';
import { inDownloadFolder } from './lib/download-folder.mjs';
import { md5Of } from './lib/md5.mjs';
import { payload } from './lib/payload.mjs';
import { has } from './lib/yardsticks.mjs';

const cutsEach = [0, 1, 3, 10];
const most = 1.01;

export async function resume({ quick = false } = {}) {
  const sizeMiB = quick ? 64 : 256;
  const size = sizeMiB * 1024 ** 2;
  const file = await payload(size);
  const md5 = await md5Of(file);
  const clients = {
    core: (url, folder) => measure(process.execPath, [script('clients/core-download.mjs'), url, folder]),
    ...(has('wget') && {
      wget: (url, folder) => measure('wget', ['-q', '--tries=20', '--waitretry=1', '-O', path.join(folder, 'data.bin'), contentAt(url)]),
    }),
    ...(has('curl') && {
      'curl --retry': (url, folder) => measure('curl', [...curlRetry, '-o', path.join(folder, 'data.bin'), contentAt(url)]),
    }),
  };
  process.stdout.write(`\nDownload of ${sizeMiB} MiB with cuts: bytes moved / size, time / time without cuts\n`);
  const moved = [];
  for (const [name, client] of Object.entries(clients)) {
    let undisturbed;
    for (const count of cutsEach) {
      const result = await disturbed(file, md5, size, count, client);
      undisturbed ??= result.seconds;
      process.stdout.write(`  ${name.padEnd(12)}  ${String(count).padStart(2)} cuts  ${told(result, undisturbed)}\n`);
      if (name === 'core') moved.push(result.right ? result.moved : Number.POSITIVE_INFINITY);
    }
  }
  const worst = Math.max(...moved);
  const download = { goal: `P8 bytes moved in spite of cuts ≤ ${most} × the file`, value: worst, met: worst <= most };
  return [download, ...(await cutUploads({ quick }))];
}

const contentAt = (url) => `${url}/api/records/1/files/data.bin/content`;
const curlRetry = ['-sS', '--retry', '20', '--retry-all-errors', '--retry-delay', '1', '-C', '-'];

const told = ({ moved, seconds, right, failed }, undisturbed) =>
  failed ? `failed: ${failed}` : `${moved.toFixed(4)}  ${(seconds / undisturbed).toFixed(2)}  ${right ? 'right' : 'WRONG BYTES'}`;

/** One download from a server that cuts the connection after so many bytes, at places that differ from run to run. */
async function disturbed(file, md5, size, count, client) {
  const cuts = Array.from({ length: count }, () => Math.floor(Math.random() * size * 0.98)).sort((a, b) => a - b);
  const server = await serve(script('servers/files.py'), [file, md5, ...(count > 0 ? [cuts.join(',')] : [])]);
  try {
    return await inDownloadFolder(async (folder) => {
      const began = performance.now();
      const failed = await client(server.url, folder).then(
        () => undefined,
        (error) => String(error.message).split('\n')[0].slice(0, 60),
      );
      const seconds = (performance.now() - began) / 1000;
      const sent = Number(await (await fetch(`${server.url}/sent`)).text());
      const right = !failed && (await md5Of(path.join(folder, 'data.bin'))) === md5;
      await rm(path.join(folder, 'data.bin'), { force: true });
      return { moved: sent / size, seconds, right, failed };
    });
  } finally {
    await server.close();
  }
}
