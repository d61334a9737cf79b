import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { client } from './_util/client.ts';
import { startForge } from './_util/forge.ts';
import { startWorld } from './_util/gateway.ts';
import { keptIn } from './_util/kept.ts';
import { recipeOf } from './_util/recipes.ts';
import { until } from './_util/subscriber.ts';

const json = { 'content-type': 'application/json' };

async function startFileServer() {
  const state = { status: 200, requests: 0 };
  const server = createServer((request, response) => {
    state.requests += 1;
    if (state.status === 200) response.writeHead(200, { 'content-length': 5 }).end(request.method === 'HEAD' ? '' : 'bytes');
    else response.writeHead(state.status).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { state, port: (server.address() as AddressInfo).port };
}

it('a JSON message is the metadata, and is deposited itself', async () => {
  const { gateway, zenodo: _zenodo } = await startWorld({}, [
    recipeOf('lims', 'accept: { json_name: "{{ meta.run }}.json" }', '{{ meta.sample.id }}'),
  ]);
  const send = client(gateway.url, await gateway.addToken('lims'));
  const answer = await send.post('lims', '{"run":"r7","sample":{"id":"S-7"}}', json);
  expect(answer).toMatchObject({ status: 202, json: { dataset: 'S-7' } });
  const job = await send.untilState(String(answer.json['id']), 'left');
  expect(job['files']).toEqual([expect.objectContaining({ name: 'r7.json' })]);
});

it('J-02 a message with a key twice is refused, and nothing is kept', async () => {
  const { gateway, config } = await startWorld({}, [recipeOf('lims')]);
  const send = client(gateway.url, await gateway.addToken('lims'));
  const answer = await send.post('lims', '{"publish":false,"publish":true}', { ...json, 'x-dataset': 'S' });
  expect(answer).toMatchObject({ status: 400, json: { type: 'urn:zenodo-connect:problem:json-duplicate-key' } });
  expect(await keptIn(config.folder)).toEqual({ inbox: 0, jobs: 0, events: 0, spool: 0 });
});

it.each(['application/json; charset=utf-16', 'application/json; charset=utf-7', 'application/json, text/html'])(
  'H-15 %s is refused',
  async (type) => {
    const { gateway } = await startWorld({}, [recipeOf('lims')]);
    const send = client(gateway.url, await gateway.addToken('lims'));
    expect((await send.post('lims', '{}', { 'content-type': type, 'x-dataset': 'S' })).status).toBe(415);
  },
);

it('a large JSON message is refused before it is read', async () => {
  const { gateway, config } = await startWorld({}, [recipeOf('lims', 'accept: { json_max_bytes: 100000 }')]);
  const send = client(gateway.url, await gateway.addToken('lims'));
  expect((await send.post('lims', `{"a":"${'x'.repeat(200_000)}"}`, { ...json, 'x-dataset': 'S' })).status).toBe(413);
  expect((await send.post('lims', `{"a":"${'x'.repeat(90_000)}",}`, { ...json, 'x-dataset': 'S' })).status).toBe(400);
  expect(await keptIn(config.folder)).toMatchObject({ spool: 0 });
});

it('what a message tells of is fetched, once, from a host that the recipe names', async () => {
  const { port, state } = await startFileServer();
  const pull = `pull: { files: [{ url: { $value: meta.url }, name: "{{ meta.name }}" }], hosts: ["127.0.0.1:${port}"], allow_private: [127.0.0.0/8] }`;
  const { gateway, config } = await startWorld({}, [recipeOf('pull', pull)]);
  const send = client(gateway.url, await gateway.addToken('pull'));
  const message = JSON.stringify({ url: `http://127.0.0.1:${port}/data/a.h5`, name: 'a.h5' });
  state.status = 503;
  const answers = [
    await send.post('pull', message, { ...json, 'x-dataset': 'S-1' }),
    await send.post('pull', message, { ...json, 'x-dataset': 'S-1' }),
  ];
  expect(answers.map(({ status, json: body }) => [status, body['status'], body['id'] === answers[0]?.json['id']])).toEqual([
    [202, 'fetching', true],
    [200, 'fetching', true],
  ]);
  const id = String(answers[0]?.json['id']);
  await until(() => state.requests > 0, 'it was tried');
  state.status = 200;
  await until(async () => (await send.job(id))['status'] === 'left', 'the fetched file is in a draft');
  expect((await send.job(id))['files']).toEqual([expect.objectContaining({ name: 'a.h5', size: 5 })]);
  expect(await keptIn(config.folder)).toMatchObject({ inbox: 1, jobs: 1 });
});

it('a token goes with what is fetched to the host that is named, to none that it leads to, and stands nowhere', async () => {
  const token = 'planted-token-of-the-forge-0123456789';
  const { origin, host, asked, seen } = await startForge((headers) => headers.authorization === `Bearer ${token}`);
  const pull = `pull: { files: [{ url: { $value: meta.url }, name: a.tar.gz }], hosts: ["${host}"], allow_private: [127.0.0.0/8], authorization: { secret: forge } }`;
  const { gateway, log, config } = await startWorld({ secrets: { forge: token } }, [recipeOf('pull', pull)]);
  const send = client(gateway.url, await gateway.addToken('pull'));
  const { json: answer } = await send.post('pull', JSON.stringify({ url: `${origin}/archive/v1.tar.gz` }), { ...json, 'x-dataset': 'S' });
  await until(async () => (await send.job(String(answer['id'])))['status'] === 'left', 'the fetched file is in a draft');
  expect(asked.length).toBeGreaterThan(1);
  expect(seen.storage).toEqual([]);
  expect(JSON.stringify([log, await send.job(String(answer['id']))])).not.toContain('planted');
  expect(await keptIn(config.folder)).toMatchObject({ jobs: 1 });
});

it('a token that several hosts could get, that nobody has, or that would go by http is refused', async () => {
  const pull = (hosts: string) =>
    `pull: { files: [{ url: { $value: meta.url }, name: a }], hosts: [${hosts}], authorization: { secret: forge } }`;
  const secrets = { forge: 'a-token-of-the-forge-0123456789' };
  for (const hosts of ['git.example, other.example', '"*.example"'])
    await expect(startWorld({ secrets }, [recipeOf('pull', pull(hosts))])).rejects.toThrow('all would get the token');
  await expect(startWorld({}, [recipeOf('pull', pull('git.example'))])).rejects.toThrow('"forge", and it is not there');
  const { gateway } = await startWorld({ secrets }, [recipeOf('pull', pull('git.example'))]);
  const send = client(gateway.url, await gateway.addToken('pull'));
  const answer = await send.post('pull', '{"url":"http://git.example/a"}', { ...json, 'x-dataset': 'S' });
  expect([answer.status, answer.json['detail']]).toEqual([422, 'A token is not sent to git.example by http, where anybody may read it.']);
});

it.each(['http://169.254.169.254/latest', 'http://localhost:1/x', 'file:///etc/passwd', 'http://u:p@data.example/x', 'nonsense'])(
  'E-09 %s is not fetched from',
  async (url) => {
    const pull = 'pull: { files: [{ url: { $value: meta.url }, name: a.h5 }], hosts: [data.example] }';
    const { gateway } = await startWorld({}, [recipeOf('pull', pull)]);
    const send = client(gateway.url, await gateway.addToken('pull'));
    expect((await send.post('pull', JSON.stringify({ url }), { ...json, 'x-dataset': 'S' })).status).toBe(422);
  },
);
