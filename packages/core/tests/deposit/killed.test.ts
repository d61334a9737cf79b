import { execFile } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { carrying } from '../_util/deposits.ts';
import { randomOf } from '../_util/random.ts';
import { newKey, useTarget } from '../_util/target.ts';

const target = useTarget();
const script = fileURLToPath(new URL('_deposit-process.ts', import.meta.url));
const calls = ['/api/records', '*/draft/files', '*/content', '*/commit', '*/pids/doi', '*/publish'];

/** Runs the process until its n-th call of some kind has reached the server, and kills it without a word; or lets it end. */
function run(settings: object, killAfter: number | undefined): Promise<string> {
  const before = target.standIn.calls.length;
  return new Promise((resolve, reject) => {
    const child = execFile(process.execPath, ['--no-warnings', script, JSON.stringify(settings)], (error, stdout, stderr) => {
      clearInterval(watch);
      if (error && killAfter === undefined) reject(new Error(stderr));
      else resolve(stdout);
    });
    const watch = setInterval(() => {
      if (killAfter !== undefined && target.standIn.calls.length - before >= killAfter) child.kill('SIGKILL');
    }, 1);
  });
}

it.each([true, false])(
  'a process that is killed again and again makes one record (with a journal: %s)',
  { timeout: 120_000 },
  async (journal) => {
    const random = randomOf(journal ? 11 : 12);
    const folder = await mkdtemp(path.join(tmpdir(), 'killed-'));
    const contents = new Map(['one.bin', 'two.bin'].map((name) => [name, randomBytes(300_000)] as const));
    for (const [name, bytes] of contents) await writeFile(path.join(folder, name), bytes);
    const settings = { url: target.standIn.url, token: target.standIn.tokens.owner, key: newKey(), folder, journal };
    for (let kills = 0; kills < 8; kills++) {
      // The call that the process dies in works all the same, and its answer meets nobody.
      target.standIn.faults.delay({ path: calls[kills % calls.length]! }, { ms: 30 });
      await run(settings, 1 + Math.floor(random() * 14));
      target.standIn.faults.clear();
    }
    expect(await run(settings, undefined)).toMatch(/^published \d+/);
    const found = await carrying(target.zenodo, settings.key);
    expect(found.map((one) => one.is_published)).toEqual([true]);
    const { entries } = await target.zenodo.records.files(found[0]!.id);
    const wanted = [...contents].map(([name, bytes]) => [name, `md5:${createHash('md5').update(bytes).digest('hex')}`]);
    expect(Object.fromEntries(entries.map(({ key, checksum }) => [key, checksum]))).toEqual(Object.fromEntries(wanted));
    expect((await readdir(folder)).filter((name) => name.endsWith('.lock'))).toEqual([]);
    await rm(folder, { recursive: true });
  },
);
