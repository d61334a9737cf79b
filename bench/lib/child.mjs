import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';

/**
 * Memory of a process in bytes, from Linux: `peak` is all that was resident at once, `own` what it holds now that is no page of a
 * program or another file. Empty where there is no /proc.
 */
function memoryOf(pid) {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'latin1');
    const bytes = (name) => Number(new RegExp(`${name}:\\s+(\\d+) kB`).exec(status)?.[1]) * 1024 || undefined;
    return { peak: bytes('VmHWM'), own: bytes('RssAnon') };
  } catch {
    return {};
  }
}

/** Processor time of a process so far in seconds, all threads; undefined where there is no /proc. */
function cpuOf(pid) {
  try {
    // After the name in brackets, which can hold spaces: state is field 3, user and system time are 14 and 15.
    const fields = readFileSync(`/proc/${pid}/stat`, 'latin1').split(') ').at(-1).split(' ');
    return (Number(fields[11]) + Number(fields[12])) / 100;
  } catch {
    return undefined;
  }
}

/**
 * Runs a program to its end and measures it from outside: wall time and, where Linux tells, processor time and peak memory.
 * `ownBytes` is the most that it held itself, without the pages of its program and of other files.
 * A Node client prints one JSON line of its own figures (`{ seconds, peakBytes }`), which win over ours.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ quiet?: boolean, timeoutMs?: number }} [options] quiet: what it says on stderr is dropped; it is ended after `timeoutMs`
 * @returns {Promise<{ seconds: number, wallSeconds: number, peakBytes: number | undefined, ownBytes: number | undefined, cpuSeconds: number | undefined, figures: Record<string, number> }>}
 */
export function measure(command, args, { quiet = false, timeoutMs = 600_000 } = {}) {
  return new Promise((resolve, reject) => {
    const started = performance.now();
    const child = spawn(command, args, {
      stdio: ['ignore', 'pipe', quiet ? 'ignore' : 'inherit'],
      timeout: timeoutMs,
      killSignal: 'SIGKILL',
    });
    let peakBytes;
    let ownBytes;
    let cpuSeconds;
    // The peak and the time only grow, so the last look before the end is the whole but for a few milliseconds.
    const watch = setInterval(() => {
      const { peak, own } = memoryOf(child.pid);
      peakBytes = peak ?? peakBytes;
      if (own > (ownBytes ?? 0)) ownBytes = own;
      cpuSeconds = cpuOf(child.pid) || cpuSeconds;
    }, 10);
    let printed = '';
    child.stdout.on('data', (chunk) => (printed += chunk));
    child.on('error', (error) => {
      clearInterval(watch);
      reject(new Error(`${command} could not be started: ${error.message}`));
    });
    child.on('close', (code, signal) => {
      clearInterval(watch);
      const wallSeconds = (performance.now() - started) / 1000;
      if (code !== 0) return reject(new Error(`${command} ${args.join(' ')} ended with ${code ?? signal}\n${printed}`));
      const line = printed.trim().split('\n').at(-1) ?? '';
      const figures = line.startsWith('{') ? JSON.parse(line) : {};
      resolve({
        seconds: figures.seconds ?? wallSeconds,
        wallSeconds,
        peakBytes: figures.peakBytes ?? peakBytes,
        ownBytes,
        cpuSeconds,
        figures,
      });
    });
  });
}

/**
 * Starts a server of `bench/servers/` in a process of its own and waits for its first line, `{ "url": … }`.
 *
 * @param {string} file
 * @param {readonly string[]} [args]
 * @param {Record<string, string>} [env] beside this process's own
 */
export async function serve(file, args = [], env = {}) {
  const child = spawn(file.endsWith('.py') ? 'python3' : process.execPath, [file, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, ...env },
  });
  const first = await new Promise((resolve, reject) => {
    let text = '';
    child.stdout.on('data', (chunk) => {
      text += chunk;
      if (text.includes('\n')) resolve(text.slice(0, text.indexOf('\n')));
    });
    child.on('error', (error) => reject(new Error(`${file} could not be started: ${error.message}`)));
    child.on('exit', (code) => reject(new Error(`${file} ended with ${code} before it was ready`)));
  });
  return {
    ...JSON.parse(first),
    peakBytes: () => memoryOf(child.pid).peak,
    ownBytes: () => memoryOf(child.pid).own,
    async close() {
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGTERM');
      const timer = setTimeout(() => child.kill('SIGKILL'), 5_000);
      await ended;
      clearTimeout(timer);
    },
  };
}
