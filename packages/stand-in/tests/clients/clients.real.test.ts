import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { installClients } from '../../../../tools/clients/install.mjs';
import { type StandIn, startStandIn } from '../../src/index.ts';
import { openZenodoDoor, type ZenodoDoor } from './zenodo-door.ts';

const run = promisify(execFile);
const script = (name: string) => fileURLToPath(new URL(name, import.meta.url));

let clients: Awaited<ReturnType<typeof installClients>>;
let zenodo: StandIn;
let door: ZenodoDoor;
let folder: string;

beforeAll(async () => {
  clients = await installClients();
  zenodo = await startStandIn({ publicUrl: 'https://zenodo.org' });
  door = await openZenodoDoor(zenodo.url);
  folder = await mkdtemp(path.join(tmpdir(), 'clients-'));
});
afterAll(async () => {
  await door?.close();
  await zenodo?.close();
  if (folder) await rm(folder, { recursive: true, force: true });
});

/** Runs a program as if zenodo.org were there: its only way out is the door. Nothing of it is changed. */
async function asOnZenodo(command: string, args: readonly string[]): Promise<string> {
  const env = { PATH: `${clients.bin}:${process.env['PATH']}`, HOME: folder, LANG: 'C.UTF-8', ...door.env };
  const { stdout } = await run(command, [...args], { cwd: folder, env });
  return stdout;
}

async function fileWith(name: string, content: string): Promise<string> {
  const file = path.join(folder, name);
  await writeFile(file, content);
  return file;
}

const lastLine = (text: string): string => text.trim().split('\n').at(-1) ?? '';
const md5 = (bytes: string | Buffer): string => createHash('md5').update(bytes).digest('hex');
const filesOf = async (id: string | number) =>
  (await (await fetch(`${zenodo.url}/api/records/${id}/files`)).json()) as { entries: { key: string; checksum: string }[] };

test('inveniordm-py, the native API: a file becomes a published record', async () => {
  const file = await fileWith('native.xy', '20.00 41\n');
  const printed = await asOnZenodo(clients.python, [script('native_deposit.py'), 'https://zenodo.org', zenodo.tokens.owner, file]);
  const { id, doi } = JSON.parse(lastLine(printed)) as { id: string | number; doi: string };
  expect(doi).toBe(`10.5281/zenodo.${id}`);
  const { entries } = await filesOf(id);
  expect(entries.map(({ key, checksum }) => [key, checksum])).toEqual([['scan.xy', `md5:${md5('20.00 41\n')}`]]);
});

test('zenodo-client, the deposit API: a file is published, and another one makes the next version', async () => {
  const [first, second] = await Promise.all([fileWith('first.csv', 'a,b\n1,2\n'), fileWith('second.csv', 'a,b\n3,4\n')]);
  const printed = await asOnZenodo(clients.python, [script('deposit_upload.py'), zenodo.tokens.owner, first, second]);
  const made = JSON.parse(lastLine(printed)) as { first: number; second: number; concept: string[]; state: string };
  expect(made.second).not.toBe(made.first);
  expect(new Set(made.concept).size).toBe(1);
  expect(made.state).toBe('done');
  expect((await filesOf(made.second)).entries.map(({ key }) => key).sort()).toContain('second.csv');
});

test('zenodo_get downloads every file of a record and finds their checksums right', async () => {
  const file = await fileWith('whole.bin', 'x'.repeat(300_000));
  const printed = await asOnZenodo(clients.python, [script('native_deposit.py'), 'https://zenodo.org', zenodo.tokens.owner, file]);
  const { id } = JSON.parse(lastLine(printed)) as { id: string };
  const target = path.join(folder, 'downloads');
  await asOnZenodo(path.join(clients.bin, 'zenodo_get'), ['-o', target, String(id)]);
  expect(md5(await readFile(path.join(target, 'scan.xy')))).toBe(md5('x'.repeat(300_000)));
});

test('curl deposits and publishes with nothing but the documented calls', async () => {
  const auth = ['-sS', '--fail-with-body', '-H', `Authorization: Bearer ${zenodo.tokens.owner}`];
  const file = await fileWith('curl.txt', 'sent by curl\n');
  const metadata = {
    metadata: {
      title: 'Sent by curl',
      publisher: 'Zenodo',
      publication_date: '2026-11-25',
      resource_type: { id: 'dataset' },
      creators: [{ person_or_org: { type: 'personal', family_name: 'Curie' } }],
    },
  };
  const json = ['-H', 'Content-Type: application/json'];
  const call = async (...args: string[]) =>
    JSON.parse((await run('curl', [...auth, ...args])).stdout) as { id: string; links: Record<string, string> };
  const { id } = await call(...json, '-d', JSON.stringify(metadata), `${zenodo.url}/api/records`);
  await call(...json, '-d', '[{"key":"curl.txt"}]', `${zenodo.url}/api/records/${id}/draft/files`);
  await call('-H', 'Content-Type: application/octet-stream', '-T', file, `${zenodo.url}/api/records/${id}/draft/files/curl.txt/content`);
  await call('-X', 'POST', `${zenodo.url}/api/records/${id}/draft/files/curl.txt/commit`);
  await call('-X', 'POST', `${zenodo.url}/api/records/${id}/draft/actions/publish`);
  const { stdout } = await run('curl', ['-sS', `${zenodo.url}/api/records/${id}/files/curl.txt/content`]);
  expect(stdout).toBe('sent by curl\n');
});
