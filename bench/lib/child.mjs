import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** Peak resident memory of a process in bytes, from Linux; undefined where there is no /proc. */
function peakOf(pid) {
  try {
    const kib = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'latin1'))?.[1];
    return kib && Number(kib) * 1024;
  } catch {
    return undefined;
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
 * A Node client prints one JSON line of its own figures (`{ seconds, peakBytes }`), which win over ours.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ quiet?: boolean, timeoutMs?: number }} [options] quiet: what it says on stderr is dropped; it is ended after `timeoutMs`
 * @returns {Promise<{ seconds: number, wallSeconds: number, peakBytes: number | undefined, cpuSeconds: number | undefined, figures: Record<string, number> }>}
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
    let cpuSeconds;
    // Both only grow, so the last look before the end is the whole but for a few milliseconds.
    const watch = setInterval(() => {
      peakBytes = peakOf(child.pid) ?? peakBytes;
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
      resolve({ seconds: figures.seconds ?? wallSeconds, wallSeconds, peakBytes: figures.peakBytes ?? peakBytes, cpuSeconds, figures });
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
    peakBytes: () => peakOf(child.pid),
    async close() {
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGTERM');
      const timer = setTimeout(() => child.kill('SIGKILL'), 5_000);
      await ended;
      clearTimeout(timer);
    },
  };
}
