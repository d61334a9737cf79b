import { spawnSync } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { startStandIn } from '@zenodo-connect/stand-in';
import { expect, it, onTestFinished } from 'vitest';
import { client } from './_util/client.ts';
import { runCommand, startCommand } from './_util/command.ts';
import { until } from './_util/subscriber.ts';
import { tempFolder } from './_util/temp-folder.ts';

const readme = await readFile(new URL('../README.md', import.meta.url), 'utf8');
const blocks = (language: string): string[] =>
  [...readme.matchAll(new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``, 'g'))].map(([, text]) => text!);

/** The README's own files in a folder, with the stand-in for the sandbox and a free port. */
async function asTheReadmeSays(zenodoUrl: string): Promise<string> {
  const folder = await tempFolder();
  const [recipe, config] = blocks('yaml');
  await mkdir(join(folder, 'routes'));
  await writeFile(join(folder, 'routes', 'xrd.yaml'), recipe!);
  await writeFile(join(folder, 'gateway.yaml'), config!.replace('https://sandbox.zenodo.org', `"${zenodoUrl}"`).replace('8080', '0'));
  return join(folder, 'gateway.yaml');
}

it('the recipe, the configuration and the commands of the README make a draft of a file', async () => {
  const zenodo = await startStandIn({ port: 0 });
  onTestFinished(() => zenodo.close());
  const config = await asTheReadmeSays(zenodo.url);
  const env = { ZENODO_TOKEN: zenodo.tokens.owner };
  const words = (command: string): string[] => [...(command.replace(/#.*/, '').trim().split(/\s+/).slice(2) ?? []), '--config', config];
  const [secret, test, token, start] = blocks('sh')[1]!.split('\n').slice(1, 5);

  const [makeSecret, secretFile] = secret!.replace(/#.*/, '').trim().split(' > ');
  await writeFile(join(dirname(config), secretFile!), (await runCommand(makeSecret!.split(' ').slice(2))).stdout);
  expect((await runCommand(words(test!), env)).stdout).toContain('1 of 1 examples hold.');
  const minted = (await runCommand(words(token!), env)).stdout.trim();
  expect(start).toBe('npx zenodo-gateway start');
  const gateway = await startCommand(config, env);
  const send = client(gateway.url, minted);

  const answer = await sendAsTheReadmeSays(send);
  expect(Object.keys(answer)).toEqual(Object.keys(JSON.parse(blocks('json')[0]!) as object));
  await until(async () => (await send.job(String(answer['id'])))['status'] === 'left', 'the draft is left');
});

it('the program of the README is the public interface', async () => {
  const api = await import('../src/index.ts');
  const [, names] = /import \{ (.*) \} from/.exec(blocks('ts')[0]!)!;
  for (const name of names!.split(', ')) expect(api).toHaveProperty(name);
});

it('every refusal that exists is in the table, and no other', async () => {
  const source = await readFile(new URL('../src/problems/problem.ts', import.meta.url), 'utf8');
  const kinds = [...source.matchAll(/^ {2}'?([a-z-]+)'?: \[\d{3}, /gm)].map(([, kind]) => kind!);
  const section = readme.slice(readme.indexOf('## Refusals'), readme.indexOf('## Configuration'));
  const rows = section.split('\n').filter((line) => /^\| \d{3}/.test(line));
  const told = [...rows.join('\n').matchAll(/`([a-z-]+)`/g)].map(([, kind]) => kind!);
  expect(told.sort()).toEqual(kinds.sort());
});

/** By curl where there is one, since that is what stands there; else the same request. */
async function sendAsTheReadmeSays({ url, token, put }: ReturnType<typeof client>): Promise<Record<string, unknown>> {
  const folder = await tempFolder();
  await writeFile(join(folder, 'scan42.xy'), '5.00 12\n');
  if (spawnSync('curl', ['--version']).status !== 0) return (await put('xrd/S-2291/scan42.xy', '5.00 12\n')).json;
  const line = blocks('sh')[2]!.trim().replace('http://127.0.0.1:8080', url);
  const { stdout } = spawnSync('sh', ['-c', line], { cwd: folder, env: { ...process.env, GW_TOKEN: token } });
  return JSON.parse(stdout.toString()) as Record<string, unknown>;
}
