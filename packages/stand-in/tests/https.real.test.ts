import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';
import { makeCertificate } from './_util/certificate.ts';
import { ran, running } from './_util/command.ts';
import { started } from './_util/started.ts';

async function certificate() {
  const made = await makeCertificate('DNS:zenodo.test', 'IP:127.0.0.1');
  onTestFinished(() => made.remove());
  return made;
}

/** Asks with curl, which trusts that certificate alone. */
async function curl(cert: string, ...args: string[]): Promise<string> {
  return (await promisify(execFile)('curl', ['--silent', '--show-error', '--cacert', cert, ...args])).stdout;
}

test('with a certificate the server speaks https, and links say so', async () => {
  const { cert, key } = await certificate();
  const { zenodo } = await started({ tls: { cert: await readFile(cert), key: await readFile(key) } });
  expect(zenodo.url).toMatch(/^https:\/\/127\.0\.0\.1:\d+$/);
  const draft = JSON.parse(
    await curl(cert, '-X', 'POST', `${zenodo.url}/api/records`, '-H', `Authorization: Bearer ${zenodo.tokens.owner}`, '--json', '{}'),
  ) as { links: { self: string } };
  expect(draft.links.self).toMatch(`${zenodo.url}/api/`);
});

test('links carry the host name that a client used', async () => {
  const { cert, key } = await certificate();
  const { zenodo } = await started({ tls: { cert: await readFile(cert), key: await readFile(key) } });
  const { port } = new URL(zenodo.url);
  const answer = await curl(cert, '--resolve', `zenodo.test:${port}:127.0.0.1`, `https://zenodo.test:${port}/api/records`);
  expect(JSON.parse(answer)).toMatchObject({ links: { self: expect.stringMatching(`^https://zenodo.test:${port}/`) } });
});

test('the command takes the two files', async () => {
  const { cert, key } = await certificate();
  const { url } = await running('--cert', cert, '--key', key);
  expect(JSON.parse(await curl(cert, `${url}/api/records`))).toMatchObject({ hits: { total: 0 } });
});

test('what is no certificate is explained in one sentence', async () => {
  const { key } = await certificate();
  const { code, error } = await ran('--cert', key, '--key', key);
  expect(code).toBe(1);
  expect(error).toMatch(/^--cert and --key are no certificate and its key in PEM \(.+\)\.\n$/);
});
