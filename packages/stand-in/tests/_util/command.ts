import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { onTestFinished } from 'vitest';
import type { Tokens } from '../../src/index.ts';

export const BIN = path.resolve(import.meta.dirname, '../../src/bin.ts');

export interface Running {
  readonly url: string;
  readonly tokens: Tokens;
  readonly process: ChildProcess;
  /** Every line that came on standard output so far. */
  readonly lines: readonly string[];
}

/** Starts the command with `--json` in a process of its own; the end of the test kills it. */
export async function running(...args: string[]): Promise<Running> {
  const child = spawn(process.execPath, [BIN, '--port', '0', '--json', ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  onTestFinished(async () => {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill('SIGKILL');
      await once(child, 'exit');
    }
  });
  const lines: string[] = [];
  const reader = createInterface(child.stdout);
  reader.on('line', (line) => lines.push(line));
  await once(reader, 'line');
  const { url, tokens } = JSON.parse(lines[0]!) as Pick<Running, 'url' | 'tokens'>;
  return { url, tokens, process: child, lines };
}

/** Runs the command to its end. */
export async function ran(...args: string[]): Promise<{ code: number | null; out: string; error: string }> {
  const child = spawn(process.execPath, [BIN, ...args]);
  let out = '';
  let error = '';
  child.stdout.on('data', (chunk: Buffer) => {
    out += chunk.toString();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    error += chunk.toString();
  });
  await once(child, 'close');
  return { code: child.exitCode, out, error };
}
