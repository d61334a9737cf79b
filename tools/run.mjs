#!/usr/bin/env node
/**
 * What `npm start`, `npm test` and the other commands of the README run: sets the workspace up, then runs one of
 * `tools/tasks/` on the workspace's own Node 24. Written for the caller's Node (20 and later), with nothing installed.
 *
 *     node tools/run.mjs TASK [arguments of the task]
 */
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
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
// Temporary files stay inside the repository too, in a folder that git ignores.
const temporary = path.join(root, '.cache', 'tmp');
mkdirSync(temporary, { recursive: true });
const env = { ...process.env, TMPDIR: temporary, TEMP: temporary, TMP: temporary, TURBO_TELEMETRY_DISABLED: '1', DO_NOT_TRACK: '1' };
const windows = process.platform === 'win32';

/** The PATH on which npx has put this workspace's pnpm; turbo and the tests look for it there. */
function pathWithPnpm() {
  // `--prefer-offline`: without network npx would wait a minute for what it has already.
  const args = ['--prefer-offline', '-y', '--loglevel=error', '-p', packageManager, '--', 'node', '-p', 'process.env.PATH'];
  try {
    return execFileSync(windows ? 'npx.cmd' : 'npx', args, {
      cwd: root,
      env,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 2],
      shell: windows,
    }).trim();
  } catch (error) {
    return stop(`npx could not bring ${packageManager} (${error.message.split('\n')[0]}). It needs npm and, the first time, the network.`);
  }
}

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
env.PATH = `${bin}${path.delimiter}${pathWithPnpm()}`;
// stdout belongs to the task: set-up speaks on stderr.
const installed = await run('pnpm', ['install', '--frozen-lockfile', '--prefer-offline', first ? '--reporter=append-only' : '--silent'], {
  stdio: ['ignore', 2, 2],
  shell: windows,
});
if (installed !== 0)
  stop('Setting up failed: pnpm could not install the workspace (its reason is above). A first set-up needs the network.');

process.exitCode = await run(workspaceNode, [path.join(root, 'tools', 'tasks', `${task}.mjs`), ...args], { stdio: 'inherit' });
