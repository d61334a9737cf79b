/** A real nginx for tests: one process, on loopback, with the site that it is given. */
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { capture } from '../lib/workspace.mjs';
import { folderFor, freePort, listens, Server } from './server.mjs';

/** Why there is none here, in a sentence; undefined when there is one. */
export async function nginxMissing() {
  const { code } = await capture('nginx', ['-v']).catch(() => ({ code: 1 }));
  return code === 0 ? undefined : 'nginx is not installed. On Debian: apt-get install nginx-light';
}

/** @param {(place: { port: number, folder: string }) => string} siteOf - what would lie in nginx's conf.d */
export async function startNginx(siteOf) {
  const folder = await folderFor('nginx', {});
  const port = await freePort();
  await mkdir(path.join(folder, 'temp'));
  await writeFile(path.join(folder, 'site.conf'), siteOf({ port, folder }));
  const temp = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((name) => `${name}_temp_path temp/${name};`).join(' ');
  const user = process.getuid?.() === 0 ? 'user root;' : '';
  const http = `access_log off; ${temp} include site.conf;`;
  const text = `${user} daemon off; master_process off; pid nginx.pid; error_log stderr; events {} http { ${http} }\n`;
  await writeFile(path.join(folder, 'nginx.conf'), text);
  const args = ['-p', folder, '-c', 'nginx.conf', '-e', 'stderr'];
  const server = new Server({ name: 'nginx', folder, command: 'nginx', args, user: {}, ready: () => listens(port) });
  await server.start();
  return Object.assign(server, { port });
}
