import { once } from 'node:events';
import { readdir } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { type StandIn, startStandIn } from '@zenodo-connect/stand-in';
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { settingsFrom } from '../src/settings.ts';
import { startBackend } from '../src/start.ts';
import { answerOf, followed, handIn, startBuilt, tempFolder, versionsOf } from './_util.ts';

let zenodo: StandIn;
beforeEach(async () => {
  zenodo = await startStandIn({ port: 0 });
});
afterEach(() => zenodo.close());

describe.each(['express', 'fastify'] as const)('the backend on %s and SQLite', (platform) => {
  async function start() {
    const folder = await tempFolder();
    const uploads = join(folder, 'uploads');
    const app = await startBackend({
      zenodo: { token: zenodo.tokens.owner, baseUrl: zenodo.url, dataciteUrl: zenodo.url },
      store: { path: join(folder, 'backend.db') },
      deposits: { pollMs: 50, doiDelaysMs: [50] },
      uploads,
      platform,
      port: 0,
    });
    onTestFinished(() => app.close());
    return { url: await app.getUrl(), received: () => readdir(uploads) };
  }

  it('takes a dataset, tells how far it is, and knows the DOI that the decorator brought', async () => {
    const { url, received } = await start();
    const { status, body } = await handIn(url, 'S-2291', { 'scan.xy': '5.0 12\n', 'notes.txt': 'by hand' });
    expect(status).toBe(202);
    const told = await followed(`${url}${body['progress']}`);
    expect(told[0]).not.toHaveProperty('files');
    expect(told.at(-1)).toMatchObject({ state: 'findable', nextAction: 'Done: the record is published and its DOI can be found.' });
    await expect.poll(() => versionsOf(url, 'S-2291')).toMatchObject([{ doi: expect.stringMatching(/^10\./), title: 'Dataset S-2291' }]);
    const record = await fetch(`${zenodo.url}/api/records/${told.at(-1)?.recordId}/files`).then(answerOf);
    expect(JSON.stringify(record.body)).toMatch(/notes\.txt.*scan\.xy|scan\.xy.*notes\.txt/);
    await expect.poll(received).toEqual([]);
  });

  it('sent again with the same bytes it is the same deposit, with others the next version', async () => {
    const { url } = await start();
    const first = await handIn(url, 'S-1', { 'scan.xy': 'one' });
    expect((await handIn(url, 'S-1', { 'scan.xy': 'one' })).body['job']).toBe(first.body['job']);
    const second = await handIn(url, 'S-1', { 'scan.xy': 'two' });
    const one = (await followed(`${url}${first.body['progress']}`)).at(-1);
    const two = (await followed(`${url}${second.body['progress']}`)).at(-1);
    expect(two?.conceptDoi).toBe(one?.conceptDoi);
    expect(two?.recordId).not.toBe(one?.recordId);
    expect(await versionsOf(url, 'S-1')).toHaveLength(2);
  });

  it('keeps nothing of a dataset that is not whole, and says what is missing', async () => {
    const { url, received } = await start();
    expect(await handIn(url, 'S-1', { 'scan.xy': 'one' }, { title: ' ' })).toMatchObject({
      status: 400,
      body: { message: 'The field "title" is missing; fill it in.' },
    });
    expect(await handIn(url, 'S-1', {})).toMatchObject({ status: 400, body: { message: expect.stringContaining('at least one file') } });
    expect(await handIn(url, 'S-1', { 'empty.xy': '' })).toMatchObject({
      status: 400,
      body: { message: expect.stringContaining('"empty.xy" has no bytes') },
    });
    const json = await fetch(`${url}/datasets/S-1`, { method: 'POST', body: '{}', headers: { 'content-type': 'application/json' } });
    expect(await answerOf(json)).toMatchObject({ status: 400, body: { message: expect.stringContaining('multipart/form-data') } });
    expect(await received()).toEqual([]);
    expect((await fetch(`${url}/datasets/S-1`)).status).toBe(404);
  });

  it('keeps nothing of an upload that is cut off', async () => {
    const { url, received } = await start();
    const { hostname, port } = new URL(url);
    const socket = connect(Number(port), hostname.replace(/[[\]]/g, ''));
    const head = 'POST /datasets/S-1 HTTP/1.1\r\nhost: x\r\ncontent-type: multipart/form-data; boundary=b\r\ncontent-length: 9999\r\n\r\n';
    socket.write(`${head}--b\r\ncontent-disposition: form-data; name="file"; filename="a.xy"\r\n\r\n12345`);
    await expect.poll(() => received().catch(() => [])).toHaveLength(1);
    socket.destroy();
    await expect.poll(received).toEqual([]);
  });

  it('shows a page, and 404 for the progress of a deposit that there is not', async () => {
    const { url } = await start();
    expect(await (await fetch(url)).text()).toContain('<h1>Hand in a dataset</h1>');
    expect((await fetch(`${url}/jobs/none/progress`)).status).toBe(404);
  });
});

it('as built, with a thread for the deposits, it publishes, and ends when it is told to', async () => {
  const folder = await tempFolder();
  const { url, child } = await startBuilt({
    ZENODO_TOKEN: zenodo.tokens.owner,
    ZENODO_URL: zenodo.url,
    DATACITE_URL: zenodo.url,
    SQLITE_FILE: join(folder, 'backend.db'),
    UPLOADS: join(folder, 'uploads'),
    ROLE: 'thread',
    PORT: '0',
  });
  const { body } = await handIn(url, 'S-1', { 'scan.xy': 'one' });
  expect((await followed(`${url}${body['progress']}`)).at(-1)).toMatchObject({ state: 'findable' });
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  // Nest ends with the signal that it was sent, once all is closed.
  expect(await ended).toEqual([null, 'SIGTERM']);
});

describe('the environment', () => {
  it('makes a worker that listens to nobody', () => {
    expect(settingsFrom({ ZENODO_TOKEN: 't', ROLE: 'worker', DATABASE_URL: 'postgres://db/x' })).toEqual({
      zenodo: { token: 't', environment: 'sandbox' },
      store: { postgres: 'postgres://db/x' },
      deposits: { run: true },
      uploads: 'var/uploads',
      platform: 'express',
    });
  });

  it.each([
    [{}, 'ZENODO_TOKEN is missing'],
    [{ ZENODO_TOKEN: 't', PLATFORM: 'koa' }, 'PLATFORM is "koa"; it has to be express, fastify.'],
    [{ ZENODO_TOKEN: 't', PORT: '70000' }, 'PORT is "70000"'],
  ])('%o is refused in a sentence', (env, sentence) => {
    expect(() => settingsFrom(env)).toThrow(sentence);
  });
});
