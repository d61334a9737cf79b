import { lstat, readdir, readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { LocalQueue } from '../client/local-queue.ts';
import { sendQueue } from '../client/send-queue.ts';
import { ConfigError } from '../config/settings.ts';
import { FolderWatch } from '../sources/folder-watch.ts';
import { type DatasetFrom, placeOf } from '../sources/place-of.ts';
import { stampOf } from '../sources/ready-files.ts';
import { visible } from '../telemetry/visible.ts';

export interface SendOptions {
  readonly to: string;
  readonly dataset?: string;
  readonly datasetFrom?: string;
  readonly tokenFile?: string;
  readonly queue?: string;
  readonly quietS?: string;
  readonly marker?: string;
  readonly polling?: boolean;
}

/** The exit code of a send whose files wait for the gateway: sysexits' EX_TEMPFAIL. */
const waitingCode = 75;
const againMs = 15_000;
const say = (line: string): boolean => process.stdout.write(`${visible(line)}\n`);

/** Sends files; those that the gateway cannot take now wait in the queue for the next send. */
export async function sendFiles(files: readonly string[], options: SendOptions): Promise<void> {
  const { to, dataset, queue } = checked(options);
  const token = await tokenOf(options);
  if (files.length > 0 && dataset === undefined) throw new ConfigError('Name the dataset of the files: --dataset S-2291.');
  for (const file of files)
    await enqueue(queue, resolve(file), { to, dataset, name: placeOf(resolve(file, '..'), resolve(file), 'recipe').name });
  await report(queue, token);
}

/** Sends everything below a folder that was not sent before: for a stick, or a PC that had no network. */
export async function importFolder(folder: string, options: SendOptions): Promise<void> {
  const { to, dataset, queue, datasetFrom } = checked(options);
  const token = await tokenOf(options);
  const root = resolve(folder);
  const entries = await readdir(root, { recursive: true, withFileTypes: true }).catch((error: NodeJS.ErrnoException) => {
    throw new ConfigError(`The folder ${root} cannot be read (${error.code}).`);
  });
  let homeless = 0;
  for (const entry of entries.filter((one) => one.isFile() && !one.name.startsWith('.'))) {
    const path = join(entry.parentPath, entry.name);
    const { name, dataset: found } = placeOf(root, path, datasetFrom);
    if (dataset !== undefined || found !== undefined) await enqueue(queue, path, { to, name, dataset: dataset ?? found });
    else {
      say(`refused  ${noDataset(path)}`);
      homeless += 1;
    }
  }
  await report(queue, token, homeless);
}

/** Sends each file below a folder once it has come to rest, until a signal; what cannot be sent now is sent later. */
export async function watchFolder(folder: string, options: SendOptions): Promise<void> {
  const { to, dataset, queue, datasetFrom, quietMs } = checked(options);
  const token = await tokenOf(options);
  const root = resolve(folder);
  const { marker, polling } = options;
  let sending: Promise<unknown> = Promise.resolve();
  const drain = (): void => {
    sending = sending
      .then(() => sendQueue(queue, token, say))
      .catch((error: Error) => process.stderr.write(`zenodo-gateway: ${error.message}\n`));
  };
  const watch = new FolderWatch({
    folder: root,
    quietMs,
    marker,
    polling,
    take: async ({ path }) => {
      const place = placeOf(root, path, datasetFrom);
      if (await enqueue(queue, path, { to, name: place.name, dataset: dataset ?? place.dataset })) drain();
    },
    onError: (message) => void process.stderr.write(`zenodo-gateway: ${message}\n`),
  });
  await watch.start();
  say(`watching ${root}`);
  drain();
  const timer = setInterval(drain, againMs);
  await new Promise<void>((end) => process.once('SIGTERM', () => end()).once('SIGINT', () => end()));
  clearInterval(timer);
  await watch.stop();
  await sending;
}

interface Target {
  readonly to: string;
  readonly name: string;
  readonly dataset: string | undefined;
}

/** False when the very file was sent or queued before. */
async function enqueue(queue: LocalQueue, path: string, { to, name, dataset }: Target): Promise<boolean> {
  const stats = await lstat(path).catch(() => undefined);
  if (!stats?.isFile()) throw new ConfigError(`${path} is no file.`);
  const stamp = stampOf(stats);
  if (dataset === undefined) throw new ConfigError(noDataset(path));
  if (await queue.wasSent(path, stamp, to)) return false;
  const same = (await queue.list()).find((one) => one.path === path && one.to === to);
  if (same?.stamp === stamp && same.problem === undefined) return false;
  if (same) await queue.drop(same.id);
  await queue.add({ path, stamp, to, dataset, name, addedAt: new Date().toISOString() });
  return true;
}

const noDataset = (path: string): string => `${path} is in no folder that names its dataset; give --dataset.`;

/** @param before - how many were refused without asking the gateway */
async function report(queue: LocalQueue, token: string, before = 0): Promise<void> {
  const { sent, waiting, ...asked } = await sendQueue(queue, token, say);
  const refused = asked.refused + before;
  say(`${sent} sent, ${refused} refused, ${waiting} waiting.`);
  if (waiting > 0) process.exitCode = waitingCode;
  else if (refused > 0) process.exitCode = 1;
}

function checked({ to, dataset, queue = join(homedir(), '.zenodo-gateway', 'queue'), datasetFrom = 'folder', quietS = '30' }: SendOptions) {
  if (!/^https?:\/\/[^/?#@\s]+(\/[^/?#\s]+)*\/in\/[a-z0-9-]+\/?$/.test(to))
    throw new ConfigError('--to is the address of a route, such as https://gw.lab.example/in/xrd.');
  if (datasetFrom !== 'folder' && datasetFrom !== 'name') throw new ConfigError('--dataset-from is folder or name.');
  if (!(Number(quietS) > 0)) throw new ConfigError('--quiet-s is a number of seconds.');
  return { to, dataset, queue: new LocalQueue(resolve(queue)), datasetFrom: datasetFrom as DatasetFrom, quietMs: Number(quietS) * 1_000 };
}

/** Never an argument: those can be seen by everybody on the machine. */
async function tokenOf({ tokenFile }: SendOptions): Promise<string> {
  const token = tokenFile === undefined ? process.env['GW_TOKEN'] : await readFile(tokenFile, 'utf8').catch(() => '');
  if (!token?.trim())
    throw new ConfigError('A token is missing: set GW_TOKEN in the environment, or --token-file to a file that holds it.');
  return token.trim();
}
