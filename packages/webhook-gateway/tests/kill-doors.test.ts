import { createHash, randomBytes } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { startStandIn } from '@zenodo-connect/stand-in';
import { expect, it, onTestFinished } from 'vitest';
import { client } from './_util/client.ts';
import { type RunningCommand, runCommand, startCommand } from './_util/command.ts';
import { recipeOf } from './_util/recipes.ts';
import { tempFolder } from './_util/temp-folder.ts';

const kills = 6;
const base64 = (text: string): string => Buffer.from(text).toString('base64');
const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

/** What a door said is safe: the job, and the sums of its files. */
interface Acknowledged {
  readonly job: string;
  readonly sums: readonly string[];
}

type Door = (where: string, token: string, n: number) => Promise<Acknowledged | undefined>;

const form: Door = async (where, token, n) => {
  const bytes = [randomBytes(90_000), randomBytes(300)];
  const parts = bytes.flatMap((one, at) => [
    Buffer.from(`--b\r\nContent-Disposition: form-data; name="file"; filename="f${at}.xy"\r\n\r\n`),
    one,
    Buffer.from('\r\n'),
  ]);
  const headers = { 'content-type': 'multipart/form-data; boundary=b', 'x-dataset': `F-${n}` };
  const { status, json } = await client(where, token).post('in', Buffer.concat([...parts, Buffer.from('--b--\r\n')]), headers);
  return status === 202 ? { job: String(json['id']), sums: bytes.map(sha256) } : undefined;
};

const set: Door = async (where, token, n) => {
  const bytes = randomBytes(n % 2 === 0 ? 90_000 : 300);
  const { status, json } = await client(where, token).put(`in/C-${n % 3}/c${n}.xy`, bytes);
  return status === 202 ? { job: String(json['id']), sums: [sha256(bytes)] } : undefined;
};

/** In two pieces; a sender that saw the last answer, or by HEAD that all is there, thinks that the file is safe. */
const tus: Door = async (where, token, n) => {
  const bytes = randomBytes(120_000);
  const call = (method: 'POST' | 'PATCH' | 'HEAD', path: string, headers: Readonly<Record<string, string>>, body?: Buffer) =>
    client(where, token).call(method as 'POST', path, body, { 'tus-resumable': '1.0.0', ...headers });
  const metadata = `filename ${base64('t.xy')},dataset ${base64(`T-${n}`)}`;
  const made = await call('POST', '/in/tus-only/tus', { 'upload-length': String(bytes.length), 'upload-metadata': metadata });
  const path = new URL(String(made.headers['location'])).pathname;
  const type = { 'content-type': 'application/offset+octet-stream' };
  await call('PATCH', path, { ...type, 'upload-offset': '0' }, bytes.subarray(0, 70_000));
  const last = await call('PATCH', path, { ...type, 'upload-offset': '70000' }, bytes.subarray(70_000));
  return last.status === 204 ? { job: String(last.headers['gateway-job']).split('/').at(-1) ?? '', sums: [sha256(bytes)] } : undefined;
};

async function keepSending(door: Door, where: () => string, token: string, stopped: () => boolean): Promise<readonly Acknowledged[]> {
  const safe: Acknowledged[] = [];
  // One at least, however slow the machine is.
  for (let n = 0; !stopped() || safe.length === 0; n += 1) {
    const one = await door(where(), token, n).catch(() => undefined);
    if (one) safe.push(one);
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
  return safe;
}

it(`Q-01 killed ${kills} times while forms, collected files and resumable uploads come in, nothing that was acknowledged is lost`, {
  timeout: 120_000,
}, async () => {
  const zenodo = await startStandIn({ port: 0 });
  onTestFinished(() => zenodo.close());
  const config = join(await tempFolder(), 'gateway.yaml');
  const routes = join(dirname(config), 'routes');
  await mkdir(routes);
  await writeFile(join(routes, 'in.yaml'), recipeOf('in', 'collect: { files: ["f0.xy", "f1.xy"], commit: true }'));
  await writeFile(join(routes, 'tus.yaml'), recipeOf('tus-only'));
  await writeFile(
    config,
    `folder: data\nlisten: { port: 0 }\nzenodo: { url: "${zenodo.url}" }\nroutes: routes\ndeposits: { run: false }\n`,
  );
  const env = { ZENODO_TOKEN: zenodo.tokens.owner };
  const tokenFor = async (route: string): Promise<string> =>
    (await runCommand(['token', 'add', route, '--config', config], env)).stdout.trim();
  const [token, tusToken] = [await tokenFor('in'), await tokenFor('tus-only')];

  let gateway: RunningCommand = await startCommand(config, env);
  let done = false;
  const send = (door: Door, with_: string) =>
    keepSending(
      door,
      () => gateway.url,
      with_,
      () => done,
    );
  const sending = [send(form, token), send(set, token), send(tus, tusToken)];
  for (let kill = 0; kill < kills; kill += 1) {
    await new Promise((resolve) => setTimeout(resolve, 300 + Math.random() * 700));
    await gateway.kill('SIGKILL');
    gateway = await startCommand(config, env);
  }
  await new Promise((resolve) => setTimeout(resolve, 300));
  done = true;
  const [forms, sets, uploads] = await Promise.all(sending);
  const lost: string[] = [];
  const check = async (safe: readonly Acknowledged[], with_: string): Promise<void> => {
    for (const { job, sums } of safe) {
      const files = ((await client(gateway.url, with_).job(job))['files'] ?? []) as readonly { readonly sha256: string }[];
      for (const sum of sums) if (!files.some((file) => file.sha256 === sum)) lost.push(`${job} ${sum}`);
    }
  };
  await check([...forms!, ...sets!], token);
  await check(uploads!, tusToken);
  expect(lost).toEqual([]);
  expect(forms!.length * sets!.length * uploads!.length).toBeGreaterThan(0);
  process.stdout.write(
    `kills: ${kills}, ${forms!.length} forms, ${sets!.length} collected files and ${uploads!.length} resumable uploads acknowledged, 0 lost\n`,
  );
});
