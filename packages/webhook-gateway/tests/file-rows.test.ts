import { mkdir, readdir, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { runCommand } from './_util/command.ts';
import { recipe, startWorld, type World } from './_util/gateway.ts';
import { keptIn } from './_util/kept.ts';
import { rawExchange } from './_util/raw-http.ts';
import { recipeOf } from './_util/recipes.ts';
import { tempFolder } from './_util/temp-folder.ts';

const takesAll = (limits = {}): Promise<World> => startWorld({ deposits: { run: false }, limits }, [recipeOf('any')]);
const nothing = { inbox: 0, jobs: 0, events: 0, spool: 0 };
/** Larger than what is kept in the database itself. */
const large = Buffer.alloc(100_000, 'x');

/** The same numbers in every run. */
function* numbers(seed: number): Generator<number, never> {
  for (let state = seed; ; ) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    yield state >>> 8;
  }
}

it('F-01 whatever a file is called, its bytes stay in the spool under a random name', async () => {
  const world = await takesAll();
  const parts = ['..', '.', '/', '\\', '%2e%2e%2f', '%c0%af', '\0', 'C:', '~', '\u2215', '\uff0f', '\u2024', 'a', 'etc', 'passwd', ' '];
  const random = numbers(7);
  const before = [await readdir(dirname(world.config.folder)), await readdir(world.config.folder)];
  const names = Array.from({ length: 150 }, () =>
    Array.from({ length: 1 + (random.next().value % 6) }, () => parts[random.next().value % parts.length]).join(''),
  );
  let taken = 0;
  for (const name of names) {
    const { status, json } = await world.send.put(`any/S-1/${encodeURIComponent(name)}`, Buffer.concat([large, Buffer.from(name)]));
    expect([200, 202, 400, 404, 405]).toContain(status);
    if (status !== 202) continue;
    taken += 1;
    const [file] = (await world.send.job(String(json['id'])))['files'] as { name: string }[];
    expect(file!.name).toBe(name);
    expect(file!.name).not.toMatch(/[/\\\0]|^\.{1,2}$/);
  }
  expect(taken).toBeGreaterThan(20);
  expect([await readdir(dirname(world.config.folder)), await readdir(world.config.folder)]).toEqual(before);
  for (const name of await readdir(join(world.config.folder, 'spool'))) expect(name).toMatch(/^[0-9a-f]{32}$/);
});

it('F-01 a name that is encoded twice is decoded once, and an overlong one is no UTF-8', async () => {
  const { send, gateway, config } = await takesAll();
  const put = (file: string) =>
    rawExchange(gateway.url, [
      `PUT /in/any/S-1/${file} HTTP/1.1\r\nHost: gw\r\nAuthorization: Bearer ${send.token}\r\nContent-Length: 1\r\nConnection: close\r\n\r\nx`,
    ]);
  expect(await put('%c0%ae%c0%ae%c0%afpasswd')).toMatch(/^HTTP\/1.1 400 .*problem:malformed-request/s);
  expect(await put('%2e%2e%2fpasswd')).toMatch(/^HTTP\/1.1 400 .*problem:bad-file-name/s);
  expect(await keptIn(config.folder)).toEqual(nothing);
  const { json } = await send.put('any/S-1/%252e%252e%252fpasswd', 'x');
  expect((await send.job(String(json['id'])))['files']).toMatchObject([{ name: '%2e%2e%2fpasswd' }]);
});

it('F-07 a name with quotes is in no header of an answer', async () => {
  const { send } = await takesAll();
  const answer = await send.put(`any/S-1/${encodeURIComponent('a"; x=b.csv')}`, 'x');
  const job = await send.get(`/jobs/${String(answer.json['id'])}`);
  expect([answer.status, job.status]).toEqual([202, 200]);
  for (const { headers } of [answer, job]) {
    expect(headers).not.toHaveProperty('content-disposition');
    expect(JSON.stringify(headers)).not.toContain('x=b');
  }
});

it('F-10 a hundred thousand parts, and the name of a field of a megabyte, are refused', async () => {
  const { send, config } = await takesAll();
  const part = (name: string): string => `--b\r\nContent-Disposition: form-data; name="${name}"\r\n\r\nx\r\n`;
  const file = '--b\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\nx\r\n--b--\r\n';
  const headers = { 'content-type': 'multipart/form-data; boundary=b', 'x-dataset': 'S-1' };
  for (const parts of [Array.from({ length: 100_000 }, (_, n) => part(`f${n}`)).join(''), part('x'.repeat(1_000_000))])
    expect(await send.post('any', parts + file, headers)).toMatchObject({
      status: 400,
      json: { type: 'urn:zenodo-connect:problem:bad-form' },
    });
  expect(await keptIn(config.folder)).toEqual(nothing);
});

it('F-11 what could run in a browser is served by no address', async () => {
  const { send } = await takesAll();
  const html = '<script>alert(1)</script>';
  const { json } = await send.put('any/S-1/a.csv', html, { 'content-type': 'text/html' });
  const id = String(json['id']);
  for (const path of ['/in/any/S-1/a.csv', `/jobs/${id}`, `/jobs/${id}/files/a.csv`, `/api/v1/jobs/${id}/files/a.csv`, '/spool/a.csv']) {
    const answer = await send.get(path, { accept: 'text/html' });
    expect(answer.text).not.toContain(html);
    // A browser gets a page of ours that says what is wrong, in which no script of others runs.
    if (answer.headers['content-type'] === 'text/html; charset=utf-8') {
      expect(answer.status).toBeGreaterThanOrEqual(400);
      expect(answer.headers['content-security-policy']).toMatch(/^default-src 'none';/);
      expect(answer.headers['content-security-policy']).not.toContain('unsafe');
    } else expect(String(answer.headers['content-type'])).toMatch(/^application\/(problem\+)?json/);
    expect(answer.headers).toMatchObject({ 'x-content-type-options': 'nosniff' });
  }
});

it('F-16 a sum that is not that of the bytes is refused, and nothing is kept', async () => {
  const { send, config } = await takesAll();
  expect(await send.put('any/S-1/a.csv', large, { 'x-checksum-sha256': '0'.repeat(64) })).toMatchObject({
    status: 422,
    json: { type: 'urn:zenodo-connect:problem:digest-mismatch' },
  });
  expect(await keptIn(config.folder)).toEqual(nothing);
});

const modeOf = async (path: string): Promise<string> => ((await stat(path)).mode & 0o777).toString(8);

/** The files in a folder and below that others may read. */
async function readableByOthers(folder: string): Promise<readonly string[]> {
  const files = (await readdir(folder, { withFileTypes: true, recursive: true })).filter((entry) => entry.isFile());
  const modes = await Promise.all(files.map(async ({ parentPath, name }) => [name, await modeOf(join(parentPath, name))] as const));
  return modes.filter(([name, mode]) => !mode.endsWith('00') && !name.startsWith('lock.db')).map(([name, mode]) => `${name} ${mode}`);
}

it('F-17 nobody else reads the spool or the database, also in a folder that was there and is open', async () => {
  const world = await takesAll();
  await world.send.put('any/S-1/a.csv', large);
  expect([await modeOf(world.config.folder), await modeOf(join(world.config.folder, 'spool'))]).toEqual(['700', '700']);
  expect(await readableByOthers(world.config.folder)).toEqual([]);
});

it('F-17 nobody else reads a backup, also in a folder that was there and is open', async () => {
  const folder = await tempFolder();
  for (const made of ['routes', 'data', 'copy']) await mkdir(join(folder, made), { mode: 0o755 });
  await writeFile(join(folder, 'routes', 'xrd.yaml'), recipe);
  const config = join(folder, 'gateway.yaml');
  await writeFile(config, 'folder: data\nlisten: { port: 0 }\nzenodo: { url: "http://127.0.0.1:9" }\nroutes: routes\n');
  expect(await runCommand(['token', 'add', 'xrd', '--config', config])).toMatchObject({ code: 0 });
  await mkdir(join(folder, 'data', 'spool'), { recursive: true, mode: 0o700 });
  expect(await runCommand(['backup', join(folder, 'copy'), '--config', config])).toMatchObject({ code: 0, stderr: '' });
  expect(await readdir(join(folder, 'copy'))).toContain('gateway.db');
  expect([await readableByOthers(join(folder, 'data')), await readableByOthers(join(folder, 'copy'))]).toEqual([[], []]);
});
