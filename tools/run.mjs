#!/usr/bin/env node
/**
 * What `npm start`, `npm test` and the other commands of the README run: sets the workspace up, then runs one of
 * `tools/tasks/` on the workspace's own Node 24. Written for the caller's Node (20 and later), with nothing installed.
 *
 *     node tools/run.mjs TASK [arguments of the task]
 */
import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const tasks = readdirSync(path.join(root, 'tools/tasks')).map((file) => file.replace(/\.mjs$/, ''));
const [task, ...args] = process.argv.slice(2);

function stop(sentence) {
  process.stderr.write(`${sentence}\n`);
  process.exit(1);
}

const wanted = 20;
const major = Number(process.versions.node.split('.')[0]);
if (major < wanted && !process.env.CI)
  stop(`Node ${process.versions.node} is too old to set Zenodo Connect up; install Node ${wanted} or later and run the command again.`);
if (!tasks.includes(task)) stop(`There is no task "${task ?? ''}"; the tasks are ${tasks.join(', ')}.`);

const { packageManager } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
const bin = path.join(root, 'node_modules', '.bin');
const workspaceNode = path.join(root, 'node_modules', 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
const env = { ...process.env, PATH: `${bin}${path.delimiter}${process.env.PATH ?? ''}`, TURBO_TELEMETRY_DISABLED: '1', DO_NOT_TRACK: '1' };

/** Runs a program to its end; signals that reach this process go on to it. */
function run(command, args, options) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: root, env, ...options });
    const forward = (signal) => child.kill(signal);
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, forward);
    child.on('error', reject);
    child.on('exit', (code, signal) => resolve(signal ? 128 + (signal === 'SIGINT' ? 2 : 15) : (code ?? 1)));
  });
}

const first = !existsSync(workspaceNode);
if (first) process.stderr.write('Setting up: installing the workspace (half a minute the first time) …\n');
// stdout belongs to the task: set-up speaks on stderr. `--prefer-offline` keeps a start without network from waiting.
const installed = await run(
  process.platform === 'win32' ? 'npx.cmd' : 'npx',
  [
    '--prefer-offline',
    '-y',
    '--loglevel=error',
    packageManager,
    'install',
    '--frozen-lockfile',
    '--prefer-offline',
    first ? '--reporter=append-only' : '--silent',
  ],
  { stdio: ['ignore', 2, 2], shell: process.platform === 'win32' },
).catch((error) => stop(`npx could not be started (${error.message}); install npm, which comes with Node.`));
if (installed !== 0)
  stop('Setting up failed: pnpm could not install the workspace (its reason is above). With no network, a first set-up is not possible.');

process.exitCode = await run(workspaceNode, [path.join(root, 'tools', 'tasks', `${task}.mjs`), ...args], { stdio: 'inherit' });
