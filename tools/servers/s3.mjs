/** A real S3 server for tests: Versity's gateway, on loopback, with its objects in a folder. Go builds it into .cache the first time. */
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { cache, capture } from '../lib/workspace.mjs';
import { folderFor, freePort, listens, Server } from './server.mjs';

const version = 'v1.8.0';
const program = `github.com/versity/versitygw/cmd/versitygw@${version}`;
const bin = path.join(cache, 's3', version);
const command = path.join(bin, 'versitygw');

/** Why there is none here, in a sentence; undefined when there is one. Builds it, which takes a minute or two the first time. */
export async function s3Missing() {
  if (existsSync(command)) return undefined;
  const { code } = await capture('go', ['version']).catch(() => ({ code: 1 }));
  if (code !== 0) return 'No S3 server is here, and Go, which would build one, is not installed. On Debian: apt-get install golang';
  await mkdir(bin, { recursive: true });
  const built = await capture('env', [`GOBIN=${bin}`, 'GOFLAGS=-p=2', 'go', 'install', program]);
  return built.code === 0 ? undefined : `No S3 server is here, and Go could not build one: ${built.output.trim().split('\n').at(-1)}`;
}

/**
 * @param {{ port?: number, notify?: string }} [options] notify: an address that is told of new objects, by whoever its user and password say
 */
export async function startS3Server({ port, notify } = {}) {
  const folder = await folderFor('s3', {});
  const objects = path.join(folder, 'objects');
  const credentials = { accessKeyId: 'key', secretAccessKey: 'secret of the store' };
  const at = port ?? (await freePort());
  await mkdir(objects);
  const keys = ['--access', credentials.accessKeyId, '--secret', credentials.secretAccessKey];
  const events = notify === undefined ? [] : ['--event-webhook-url', notify];
  const args = ['--port', `127.0.0.1:${at}`, ...keys, '--quiet', ...events, 'posix', '--sidecar', path.join(folder, 'attributes'), objects];
  await mkdir(path.join(folder, 'attributes'));
  const server = new Server({ name: "Versity's S3 gateway", folder, command, args, user: {}, ready: () => listens(at) });
  await server.start();
  return Object.assign(server, { port: at, endpoint: `http://127.0.0.1:${at}`, credentials });
}
