import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';

export async function tempFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'nest-backend-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** Hands a dataset in, as the page does. */
export async function handIn(url: string, dataset: string, files: Readonly<Record<string, string>>, fields: Record<string, string> = {}) {
  const form = new FormData();
  for (const [name, value] of Object.entries({ title: `Dataset ${dataset}`, creator: 'X-ray laboratory', ...fields }))
    form.set(name, value);
  for (const [name, content] of Object.entries(files)) form.append('file', new Blob([content]), name);
  return answerOf(await fetch(`${url}/datasets/${dataset}`, { method: 'POST', body: form }));
}

export async function answerOf(response: Response) {
  return { status: response.status, body: (await response.json()) as Record<string, string> };
}

/** The versions of a dataset, the newest first. */
export async function versionsOf(url: string, dataset: string) {
  return (await (await fetch(`${url}/datasets/${dataset}`)).json()) as readonly { title: string; doi?: string; state: string }[];
}

export interface Told {
  readonly state: string;
  readonly nextAction: string;
  readonly recordId?: string;
  readonly conceptDoi?: string;
}

/** What a browser's EventSource would get, to the end of the stream. */
export async function followed(url: string): Promise<readonly Told[]> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url} answered ${response.status}: ${await response.text()}`);
  const blocks = (await response.text()).split('\n\n').filter((block) => block.includes('event: deposit'));
  return blocks.map((block) => JSON.parse(/^data: (.*)$/m.exec(block)?.[1] ?? '') as Told);
}

const main = fileURLToPath(new URL('../dist/main.js', import.meta.url));

/** Starts the built backend as an operator would, and resolves with its address once it is up. */
export async function startBuilt(env: Record<string, string>): Promise<{ url: string; child: ChildProcess }> {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', main], {
    env: { PATH: process.env['PATH'], ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGTERM');
    await once(child, 'exit');
  });
  const [line] = (await Promise.race([once(child.stdout, 'data'), once(child, 'exit')])) as [Buffer | number];
  return { child, url: /http\S+/.exec(String(line))?.[0] ?? '' };
}
