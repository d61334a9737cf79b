import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startStandIn } from '@zenodo-connect/stand-in';
import { expect, it, onTestFinished } from 'vitest';
import { client } from './_util/client.ts';
import { runCommand, startCommand } from './_util/command.ts';
import { recipe } from './_util/gateway.ts';
import { tempFolder } from './_util/temp-folder.ts';

/** Moves a terminal's cursor, colours, renames its window, and makes a line of its own that looks like one of ours. */
const evil = '\u001b[2J\u001b]0;owned\u0007\u009b31m\r\n{"level":"info","kind":"start","url":"http://evil.example"}\n\u202etxt.exe';
/** All of those but the end of a line. */
const steers = /(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;

it('L-03 line ends, escapes and false log lines in what came from outside stay text in the log and in every command', {
  timeout: 180_000,
}, async () => {
  const zenodo = await startStandIn({ port: 0 });
  onTestFinished(() => zenodo.close());
  const folder = await tempFolder();
  await mkdir(join(folder, 'routes'));
  const message = recipe
    .replace('route: xrd', 'route: xrd\ndataset: S-1')
    .replace(/match:\n.*\n/, '')
    .replace('{{ dataset }}', '{{ meta.title }}');
  await writeFile(join(folder, 'routes', 'xrd.yaml'), message);
  const config = join(folder, 'gateway.yaml');
  const yaml = `folder: data\nlisten: { port: 0 }\nzenodo: { url: "${zenodo.url}", datacite_url: "${zenodo.url}" }\nroutes: routes\n`;
  await writeFile(config, `${yaml}deposits: { poll_ms: 50 }\n`);
  const run = (...words: string[]) => runCommand([...words, '--config', config], { ZENODO_TOKEN: zenodo.tokens.owner });
  const token = (await run('token', 'add', 'xrd')).stdout.trim();
  const gateway = await startCommand(config, { ZENODO_TOKEN: zenodo.tokens.owner });
  const send = client(gateway.url, token);
  // Zenodo's own words come from outside too.
  const refusal = { status: 400, body: { message: evil, errors: [{ field: `metadata.${evil}`, messages: [evil] }] } };
  zenodo.faults.answer({ method: 'POST', path: '/api/records' }, refusal);
  const headers = { 'content-type': 'application/json', 'user-agent': 'a\t{"level":"error"}' };
  expect((await send.post('xrd', JSON.stringify({ title: evil }), headers)).status).toBe(422);
  const answer = await send.post('xrd', JSON.stringify({ title: 'Silicon', [evil]: evil }), headers);
  expect(answer.status).toBe(202);
  const id = String(answer.json['id']);
  await send.untilState(id, 'failed');
  const text = (await send.get(`/jobs/${id}`, { accept: 'text/plain' })).text;
  expect(text.trimEnd()).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  expect((await send.put(`xrd/S-1/${encodeURIComponent(evil)}`, 'x')).status).toBe(400);

  const said: string[] = [];
  for (const line of [
    ['job', 'list'],
    ['draft', 'list'],
    ['audit', 'list'],
    ['audit', 'export'],
    ['explain', id],
    ['doctor'],
    ['explain', '--file', 'a.xy', '--meta', `title=${evil}`],
  ])
    said.push((await run(...line)).stdout);
  for (const [place, output] of said.entries())
    expect(steers.exec(output)?.[0], `command ${place}: ${JSON.stringify(output.slice(0, 600))}`).toBeUndefined();
  expect(said.join('\n')).toContain('owned');
  await gateway.kill('SIGTERM');
  for (const line of gateway.lines) {
    expect(steers.test(line)).toBe(false);
    expect(JSON.parse(line)).not.toMatchObject({ url: 'http://evil.example' });
  }
});
