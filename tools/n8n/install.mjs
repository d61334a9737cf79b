/**
 * Puts n8n, and the tools by which n8n judges a node, into folders that git ignores:
 *
 *     node tools/n8n/install.mjs        both; minutes and 2 GB the first time, a blink when they are there
 *
 * Each has a folder here with its manifest and its frozen lockfile. The key of an installation is their hash, so a
 * changed pin is a new installation, and `ready.json`, written last, tells a whole one from a torn one. To change a pin:
 * edit the package.json, then `pnpm install --lockfile-only` in that folder.
 */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createWriteStream, existsSync } from 'node:fs';
import { copyFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { missingPrograms } from '../lib/programs.mjs';
import { cache, root } from '../lib/workspace.mjs';
import { settings } from './settings.mjs';

const here = path.dirname(fileURLToPath(import.meta.url));
const inputs = ['package.json', 'pnpm-workspace.yaml', 'pnpm-lock.yaml'];
const nodeNeeded = 24;

/** @typedef {{ folder: string, bin: string, home: string }} N8n `home`: a migrated data folder to copy, not to use */

/**
 * n8n itself, with a data folder that has gone through all migrations once.
 *
 * @param {{ log?: (line: string) => void }} [options]
 * @returns {Promise<N8n>}
 */
export async function installN8n({ log = print } = {}) {
  const folder = await install('runtime', 'n8n', log, async (made) => {
    const n8n = located(made);
    log('n8n: making its data folder (10 s)');
    const { code, output } = await collect(process.execPath, [n8n.bin, 'list:workflow'], made, {
      PATH: process.env.PATH,
      ...settings({ home: n8n.home }),
    });
    if (code !== 0) throw new Error(`n8n was installed into ${made} but does not start:\n${output.slice(-2000)}`);
  });
  return located(folder);
}

const located = (folder) => ({ folder, bin: path.join(folder, 'node_modules/n8n/bin/n8n'), home: path.join(folder, 'home') });

/**
 * `n8n-node` (lint and build), ESLint as it wants it, and the scanner.
 *
 * @returns {Promise<{ folder: string, modules: string }>}
 */
export async function installChecks({ log = print } = {}) {
  const folder = await install('checks', 'n8n-tools', log);
  return { folder, modules: path.join(folder, 'node_modules') };
}

async function install(source, name, log, finish = async () => {}) {
  const from = path.join(here, source);
  const contents = await Promise.all(inputs.map((file) => readFile(path.join(from, file))));
  const key = createHash('sha256');
  for (const content of contents) key.update(content).update('\0');
  key.update(`${process.platform} ${process.arch} ${process.versions.modules}`);
  const folder = path.join(cache, name, key.digest('hex').slice(0, 12));
  if (existsSync(path.join(folder, 'ready.json'))) return folder;

  if (Number(process.versions.node.split('.')[0]) < nodeNeeded)
    throw new Error(`n8n needs Node ${nodeNeeded} and this is ${process.versions.node}: run \`npm run test:real\`, which brings it.`);
  const missing = source === 'runtime' ? await missingPrograms(['g++', 'make', 'python3']) : [];
  if (missing.length > 0) throw new Error(`n8n cannot be installed here.\n${missing.map((line) => `  ${line}`).join('\n')}`);

  const started = Date.now();
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  for (const file of inputs) await copyFile(path.join(from, file), path.join(folder, file));
  await pnpmInstall(folder, name, log);
  await finish(folder);
  const seconds = Math.round((Date.now() - started) / 1000);
  await writeFile(path.join(folder, 'ready.json'), `${JSON.stringify({ seconds, node: process.versions.node })}\n`);
  log(`${name}: ready after ${seconds} s`);
  return folder;
}

/** One pnpm install of a folder that is its own root, with a line every 15 seconds so that nobody thinks it hangs. */
async function pnpmInstall(folder, name, log) {
  const { packageManager } = JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8'));
  // pnpm is on no PATH in a clean clone; npx brings the workspace's own.
  const npx = ['--prefer-offline', '-y', packageManager];
  const args = [...npx, 'install', '--frozen-lockfile', '--prefer-offline', '--reporter=append-only'];
  const headers = nodeHeaders();
  const started = Date.now();
  log(`${name}: installing into ${path.relative(root, folder)}`);
  const sign = setInterval(() => log(`${name}: still installing, ${Math.round((Date.now() - started) / 1000)} s`), 15_000);
  const { code, output } = await collect('npx', args, folder, {
    ...process.env,
    ...(headers ? { npm_config_nodedir: headers } : {}),
  }).finally(() => clearInterval(sign));
  if (code === 0) return;
  throw new Error(
    `${name} could not be installed (pnpm ended with ${code}). It needs the network the first time. The end of install.log:\n${output.slice(-2000)}`,
  );
}

/** The folder that holds `include/node`, so that node-gyp downloads nothing; Node from npm keeps it beside its program. */
function nodeHeaders() {
  const bin = path.dirname(process.execPath);
  const packaged = `node-${process.platform}-${process.arch}`;
  return [path.join(bin, '..'), path.join(bin, '..', 'node_modules', packaged), path.join(bin, '..', '..', packaged)].find((folder) =>
    existsSync(path.join(folder, 'include', 'node', 'node_api.h')),
  );
}

/** Runs to the end; what it printed also goes to install.log as it comes. */
function collect(command, args, cwd, env) {
  return new Promise((resolve, reject) => {
    const file = createWriteStream(path.join(cwd, 'install.log'), { flags: 'a' });
    const child = spawn(command, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'], shell: process.platform === 'win32' });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk) => {
        output += chunk;
        file.write(chunk);
      });
    child.on('error', (error) => reject(new Error(`${command} could not be started: ${error.message}`)));
    child.on('close', (code) => file.end(() => resolve({ code: code ?? 1, output })));
  });
}

const print = (line) => process.stdout.write(`${line}\n`);

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    await installN8n();
    await installChecks();
  } catch (error) {
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  }
}
