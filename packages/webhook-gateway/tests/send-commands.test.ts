import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { LocalQueue } from '../src/client/local-queue.ts';
import { sendQueue } from '../src/client/send-queue.ts';
import { startGateway } from '../src/index.ts';
import { client } from './_util/client.ts';
import { runCommand } from './_util/command.ts';
import { startWorld } from './_util/gateway.ts';
import { keptIn } from './_util/kept.ts';
import { tempFolder } from './_util/temp-folder.ts';

const off = { deposits: { run: false } };

it('send: a file goes in, and what the gateway refuses is told once', async () => {
  const world = await startWorld(off);
  const folder = await tempFolder();
  await writeFile(join(folder, 'scan 42#.xy'), 'bytes');
  await writeFile(join(folder, 'notes.doc'), 'x');
  const args = [
    'send',
    join(folder, 'scan 42#.xy'),
    join(folder, 'notes.doc'),
    '--to',
    `${world.gateway.url}/in/xrd`,
    '--dataset',
    'S-1',
    '--queue',
    join(folder, 'queue'),
  ];
  const first = await runCommand(args, { GW_TOKEN: world.send.token ?? '' });
  expect([first.code, first.stdout.split('\n').at(-2)]).toEqual([1, '1 sent, 1 refused, 0 waiting.']);
  expect(first.stdout).toMatch(/refused .*notes\.doc: The route xrd does not take this/);
  expect(await keptIn(world.config.folder)).toMatchObject({ inbox: 1 });
  const queue = (await readdir(join(folder, 'queue'))).map((name) => readFile(join(folder, 'queue', name), 'utf8'));
  expect((await Promise.all(queue)).join()).not.toContain(world.send.token);
});

it('send: while the gateway is away files wait, and the next send takes them along', async () => {
  const world = await startWorld(off);
  const folder = await tempFolder();
  await writeFile(join(folder, 'a.xy'), 'bytes');
  await world.gateway.close();
  const to = ['--to', `${world.gateway.url}/in/xrd`, '--queue', join(folder, 'queue')];
  const env = { GW_TOKEN: world.send.token ?? '' };
  const away = await runCommand(['send', join(folder, 'a.xy'), '--dataset', 'S-1', ...to], env);
  expect([away.code, away.stdout.split('\n').at(-2)]).toEqual([75, '0 sent, 0 refused, 1 waiting.']);
  const gateway = await startGateway({ ...world.config, listen: { port: Number(new URL(world.gateway.url).port) } });
  const back = await runCommand(['send', ...to], env);
  expect([back.code, back.stdout.split('\n').at(-2)]).toEqual([0, '1 sent, 0 refused, 0 waiting.']);
  await gateway.close();
});

it('import: everything below a folder, once', async () => {
  const world = await startWorld(off);
  const folder = await tempFolder();
  await mkdir(join(folder, 'usb', 'S-1', 'run'), { recursive: true });
  await writeFile(join(folder, 'usb', 'S-1', 'a.xy'), 'a');
  await writeFile(join(folder, 'usb', 'S-1', 'run', 'b.xy'), 'b');
  const args = ['import', join(folder, 'usb'), '--to', `${world.gateway.url}/in/xrd`, '--queue', join(folder, 'queue')];
  const env = { GW_TOKEN: world.send.token ?? '' };
  expect((await runCommand(args, env)).stdout).toContain('2 sent, 0 refused, 0 waiting.');
  expect((await runCommand(args, env)).stdout).toBe('0 sent, 0 refused, 0 waiting.\n');
  expect(await keptIn(world.config.folder)).toMatchObject({ inbox: 2 });
});

it('import: a file in no folder of a dataset stops no other', async () => {
  const world = await startWorld(off);
  const folder = await tempFolder();
  await mkdir(join(folder, 'usb', 'S-1'), { recursive: true });
  for (const name of ['loose.xy', 'S-1/a.xy']) await writeFile(join(folder, 'usb', name), name);
  const args = ['import', join(folder, 'usb'), '--to', `${world.gateway.url}/in/xrd`, '--queue', join(folder, 'queue')];
  const { code, stdout } = await runCommand(args, { GW_TOKEN: world.send.token ?? '' });
  expect([code, stdout.split('\n').at(-2)]).toEqual([1, '1 sent, 1 refused, 0 waiting.']);
  expect(stdout).toContain('loose.xy is in no folder that names its dataset; give --dataset.');
});

it('send: with a wrong token the file waits for the right one', async () => {
  const world = await startWorld(off);
  const folder = await tempFolder();
  await writeFile(join(folder, 'a.xy'), 'bytes');
  const to = ['--to', `${world.gateway.url}/in/xrd`, '--queue', join(folder, 'queue')];
  const wrong = await runCommand(['send', join(folder, 'a.xy'), '--dataset', 'S-1', ...to], { GW_TOKEN: 'gwi_wrong' });
  expect([wrong.code, wrong.stdout]).toEqual([75, expect.stringMatching(/^waiting .*The request has no valid token/)]);
  expect((await runCommand(['send', ...to], { GW_TOKEN: world.send.token ?? '' })).stdout).toContain('1 sent, 0 refused, 0 waiting.');
});

it('a file that changed after it was queued is sent as it is now', async () => {
  const world = await startWorld(off);
  const folder = await tempFolder();
  const path = join(folder, 'a.xy');
  await writeFile(path, 'new bytes');
  const queue = new LocalQueue(join(folder, 'queue'));
  await queue.add({ path, stamp: 'old', to: `${world.gateway.url}/in/xrd`, dataset: 'S-1', name: 'a.xy', addedAt: '' });
  const lines: string[] = [];
  await sendQueue(queue, world.send.token ?? '', (line) => lines.push(line));
  await sendQueue(queue, world.send.token ?? '', (line) => lines.push(line));
  expect(lines[0]).toMatch(/^changed/);
  expect(lines[1]).toMatch(/^sent/);
  expect(await queue.list()).toEqual([]);
  expect((await client(world.gateway.url, world.send.token).put('xrd/S-1/a.xy', 'new bytes')).status).toBe(200);
});

it.each([
  [['send', 'x'], 'GW_TOKEN', 'required option'],
  [['send', 'x', '--to', 'gw.lab.example'], 'GW_TOKEN', '--to is the address of a route'],
  [['send', '--to', 'https://gw.lab.example/in/xrd'], 'OTHER', 'A token is missing'],
])('%j is refused with a sentence', async (args, variable, message) => {
  const { code, stderr } = await runCommand(args, { [variable]: 'gwi_x' });
  expect([code, stderr.includes(message)]).toEqual([1, true]);
});
