import { link, mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { startStandIn } from '@zenodo-connect/stand-in';
import { measure } from './child.mjs';
import { script } from './clients.mjs';
import { leftAt } from './left-at.mjs';
import { md5Of } from './md5.mjs';
import { benchFolder, payload } from './payload.mjs';
import { present } from './yardsticks.mjs';

const cutsEach = [0, 1, 3, 10];
const fileCount = 8;
/** More in one file would be a server that is down, and a client may stop. */
const mostCutsOfAFile = 2;
const most = 1.01;

/**
 * P8, the upload half: a deposit of eight files whose connections are cut at random places. Zenodo takes no part of a file, so what
 * has to move is the files and what was lost in the cuts. A script is run again until it is through.
 */
export async function cutUploads({ quick }) {
  const size = (quick ? 2 : 16) * 1024 ** 2;
  const files = await linkedFiles(size);
  const md5 = `md5:${await md5Of(files[0])}`;
  const clients = present({
    core: { run: (url, token) => measure(process.execPath, [script('clients/core-deposit.mjs'), url, token, ...files]) },
    requests: {
      needs: 'python requests',
      run: (url, token) =>
        untilThrough(() => measure('python3', [script('clients/requests-deposit.py'), url, token, ...files], { quiet: true })),
    },
  });
  process.stdout.write(
    `\nDeposit of ${fileCount} files of ${size / 1024 ** 2} MiB with cuts: bytes moved / what has to move, time / time without cuts\n`,
  );
  let worst = 0;
  for (const [name, send] of Object.entries(clients)) {
    let undisturbed;
    for (const count of cutsEach) {
      const { moved, seconds, right, drafts } = await disturbed(send, { count, size, md5 });
      undisturbed ??= seconds;
      const state = `${right ? 'right' : 'WRONG'}, ${drafts} drafts left`;
      process.stdout.write(
        `  ${name.padEnd(12)}  ${String(count).padStart(2)} cuts  ${moved.toFixed(4)}  ${(seconds / undisturbed).toFixed(2)}  ${state}\n`,
      );
      if (name === 'core') worst = Math.max(worst, right && drafts === 0 ? moved : Number.POSITIVE_INFINITY);
    }
  }
  await rm(path.dirname(files[0]), { recursive: true });
  return [{ goal: `P8 bytes moved by a deposit in spite of cuts ≤ ${most} × what has to move`, value: worst, met: worst <= most }];
}

async function disturbed(send, { count, size, md5 }) {
  const standIn = await startStandIn();
  try {
    const cuts = victims(count).map((file) => ({ file, afterBytes: 1 + Math.floor(Math.random() * size * 0.98) }));
    for (const { file, afterBytes } of cuts) {
      standIn.faults.cutRequest({ method: 'PUT', path: `*/${file}.bin/content` }, { afterBytes });
    }
    const began = performance.now();
    await send(standIn.url, standIn.tokens.owner);
    const seconds = (performance.now() - began) / 1000;
    const whole = standIn.calls.filter(
      ({ method, path: asked, status }) => method === 'PUT' && asked.endsWith('/content') && status === 200,
    );
    const lost = cuts.reduce((sum, { afterBytes }) => sum + afterBytes, 0);
    const moved = (whole.length * size + lost) / (fileCount * size + lost);
    const { drafts, published, right } = await leftAt(standIn, md5, fileCount);
    return { moved, seconds, drafts, right: right && published === 1 && standIn.faults.pending === 0 };
  } finally {
    await standIn.close();
  }
}

/** Which file each cut is for. */
function victims(count) {
  const places = Array.from({ length: fileCount * mostCutsOfAFile }, (_, at) => at % fileCount);
  return Array.from({ length: count }, () => places.splice(Math.floor(Math.random() * places.length), 1)[0]);
}

/** As often as it takes: once more for each cut, at most. */
async function untilThrough(run) {
  for (let tries = 0; tries <= Math.max(...cutsEach); tries += 1) {
    const ended = await run().catch(() => undefined);
    if (ended) return ended;
  }
  throw new Error('A script failed more often than there were cuts.');
}

/** The same bytes under eight names. */
async function linkedFiles(size) {
  const source = await payload(size);
  const folder = path.join(await benchFolder(), 'cut');
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder);
  const files = Array.from({ length: fileCount }, (_, at) => path.join(folder, `${at}.bin`));
  for (const file of files) await link(source, file);
  return files;
}
