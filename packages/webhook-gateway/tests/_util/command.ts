import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';

const bin = fileURLToPath(new URL('../../dist/bin.js', import.meta.url));
type Env = Readonly<Record<string, string>>;

/** The command as it is published, so it has to be built before. */
function spawnCommand(args: readonly string[], env: Env, fileKiB?: number): ChildProcess {
  if (!existsSync(bin)) throw new Error('dist/bin.js is not there; build the package first (npm test does).');
  // The kernel refuses to make a file larger than the limit, as it refuses on a full disk.
  const limit = fileKiB === undefined ? '' : `trap '' XFSZ; ulimit -f ${fileKiB * 2}; `;
  return spawn('sh', ['-c', `${limit}exec "$0" "$@"`, process.execPath, bin, ...args], {
    env: { PATH: process.env['PATH'], ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

export async function runCommand(args: readonly string[], env: Env = {}): Promise<{ code: number | null; stdout: string; stderr: string }> {
  const child = spawnCommand(args, env);
  const output = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name]?.setEncoding('utf8').on('data', (text: string) => {
      output[name] += text;
    });
  }
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return { code, ...output };
}

export interface RunningCommand {
  readonly url: string;
  readonly pid: number | undefined;
  readonly lines: readonly string[];
  /** What it said on stderr so far. */
  errors(): string;
  /** Resolves with the exit code once the process is gone. */
  kill(signal: NodeJS.Signals): Promise<number | null>;
}

/** Starts a gateway in a process of its own and waits for the line that says where it listens. @param fileKiB - no file of it may grow beyond */
export async function startCommand(configFile: string, env: Env, fileKiB?: number): Promise<RunningCommand> {
  const child = spawnCommand(['start', '--config', configFile], env, fileKiB);
  const gone = new Promise<number | null>((resolve) => child.once('close', resolve));
  onTestFinished(async () => {
    child.kill('SIGKILL');
    await gone;
  });
  const lines: string[] = [];
  let errors = '';
  let rest = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    errors += text;
  });
  const url = await new Promise<string>((resolve, reject) => {
    child.once('close', (code) => reject(new Error(`The gateway ended with ${code}: ${errors}`)));
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      const parts = (rest + text).split('\n');
      rest = parts.pop() ?? '';
      lines.push(...parts);
      const start = parts.find((line) => line.includes('"kind":"start"'));
      if (start) resolve((JSON.parse(start) as { url: string }).url);
    });
  });
  return {
    url,
    pid: child.pid,
    lines,
    errors: () => errors,
    kill: (signal) => {
      child.kill(signal);
      return gone;
    },
  };
}
