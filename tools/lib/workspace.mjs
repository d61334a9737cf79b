import { spawn } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository's folder. */
export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');

/** A folder that git ignores, for what tasks leave behind. */
export const cache = path.join(root, '.cache');

/**
 * Runs a program of the workspace in the repository's folder and resolves with its exit code. Signals to stop go on to it.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ quiet?: boolean, cwd?: string, env?: Record<string, string> }} [options] quiet: its stdout goes to stderr
 * @returns {Promise<number>}
 */
export function run(command, args, { quiet = false, cwd = root, env = {} } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, env: { ...process.env, ...env }, stdio: ['inherit', quiet ? 2 : 'inherit', 'inherit'] });
    const forward = (signal) => child.kill(signal);
    for (const signal of passedOn) process.on(signal, forward);
    child.on('error', (error) => reject(new Error(`${command} could not be started: ${error.message}`)));
    child.on('exit', (code) => {
      for (const signal of passedOn) process.off(signal, forward);
      resolve(code ?? 1);
    });
  });
}

const passedOn = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/**
 * The same, with what it printed instead of printing it.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ cwd?: string, uid?: number, gid?: number }} [options]
 * @returns {Promise<{ code: number, output: string }>}
 */
export function capture(command, args, { cwd = root, ...user } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { ...user, cwd, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
    child.on('error', (error) => reject(new Error(`${command} could not be started: ${error.message}`)));
    child.on('close', (code) => resolve({ code: code ?? 1, output }));
  });
}

/**
 * Builds packages with all that they need; from the second time on it takes what turbo remembers. A failure ends the task.
 *
 * @param {{ only?: string, quiet?: boolean }} [options] only: a package's name
 */
export async function build({ only, quiet = false } = {}) {
  const filter = only ? [`--filter=${only}...`] : [];
  const code = await run('turbo', ['run', 'build', ...filter, '--output-logs=errors-only', '--log-order=grouped'], { quiet });
  if (code === 0) return;
  process.stderr.write(`The build failed${only ? ` for ${only}` : ''}; its reason is above.\n`);
  process.exit(1);
}
