import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startStandIn } from '@zenodo-connect/stand-in';
import { expect, it, onTestFinished } from 'vitest';
import { runCommand, startCommand } from './_util/command.ts';
import { recipe } from './_util/gateway.ts';
import { tempFolder } from './_util/temp-folder.ts';

const hook = new URL('./_util/note-loads.mjs', import.meta.url).href;
const env = { ZENODO_TOKEN: 'unused', NODE_OPTIONS: `--import=${hook}` };

async function configured(url: string): Promise<string> {
  const folder = await tempFolder();
  await mkdir(join(folder, 'routes'));
  await writeFile(join(folder, 'routes', 'xrd.yaml'), recipe);
  await writeFile(join(folder, 'gateway.yaml'), `folder: data\nlisten: { port: 0 }\nzenodo: { url: "${url}" }\nroutes: routes\n`);
  return join(folder, 'gateway.yaml');
}

/** The packages of which files are loaded, and the files of our own. */
function loadsIn(stderr: string) {
  const urls = [...stderr.matchAll(/^loads (.*)$/gm)].map(([, url]) => url!).filter((url) => url !== hook);
  const packages = new Set(urls.flatMap((url) => /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(url)?.[1] ?? []));
  return { packages: [...packages], own: urls.filter((url) => !url.includes('/node_modules/')) };
}

it('a gateway that starts brings its dependencies in its own files, but for undici', async () => {
  const zenodo = await startStandIn({ port: 0 });
  onTestFinished(() => zenodo.close());
  const gateway = await startCommand(await configured(zenodo.url), env);
  await gateway.kill('SIGTERM');
  const { packages, own } = loadsIn(gateway.errors());
  expect(packages).toEqual(['undici']);
  expect(own.filter((url) => !url.includes('/webhook-gateway/'))).toEqual([]);
});

it('help loads next to nothing', async () => {
  const { code, stderr } = await runCommand(['--help'], env);
  expect(code).toBe(0);
  expect(loadsIn(stderr)).toMatchObject({ packages: [] });
  expect(loadsIn(stderr).own.length).toBeLessThan(6);
});

it('the licence of what is in the files stands beside them', async () => {
  const text = await readFile(new URL('../dist/command/THIRD-PARTY.md', import.meta.url), 'utf8');
  for (const name of ['@nestjs/core', 'fastify', 'liquidjs', 'rxjs', 'zod']) expect(text).toMatch(new RegExp(`^- ${name} \\d`, 'm'));
  expect(text).toContain('Apache License');
});
