import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { startWorld } from './_util/gateway.ts';
import { secret, startSubscriber, until } from './_util/subscriber.ts';

it('no token and no secret is in a log line, an answer, an event, the page or the data folder', async () => {
  const subscriber = await startSubscriber((response) => response.writeHead(500).end());
  const { send, log, config, zenodo, gateway } = await startWorld({ subscribers: [subscriber.config] });
  zenodo.faults.answer({ path: '/api/*', times: 2 }, { status: 500, body: 'broken' });
  const token = send.token ?? '';
  const answers = [
    await send.put('xrd/S-1/a.xy', 'x'),
    await send.put(`xrd/S-1/a.jpg?token=${token}`, 'x', { 'x-meta-note': token }),
    await send.put('xrd/S-1/%ff', 'x'),
    await send.get(`/nope/${token}`),
    await send.get('/'),
  ];
  await until(() => log.some((line) => 'attempt' in line), 'a delivery is logged');
  const job = await send.get(`/jobs/${String(answers[0]?.json['id'])}`);
  await gateway.close();
  const files = await Promise.all(
    (await readdir(config.folder)).filter((name) => name.includes('.db')).map((name) => readFile(join(config.folder, name), 'latin1')),
  );
  const places = {
    log: JSON.stringify(log),
    answers: JSON.stringify([...answers, job].map(({ text, headers }) => [text, headers])),
    events: subscriber.received.map(({ bytes, headers }) => bytes.toString() + JSON.stringify(headers)).join('\n'),
    data: files.join('\n'),
  };
  for (const [place, text] of Object.entries(places)) {
    expect(text.length, place).toBeGreaterThan(100);
    for (const planted of [token, token.slice(4), zenodo.tokens.owner, secret, secret.slice(6)])
      expect(text.includes(planted), place).toBe(false);
  }
});

it('a line of the log has the fields that it may have', async () => {
  const { send, log } = await startWorld();
  await send.put('xrd/S-1/a.xy', 'x');
  await send.put('nope/S-1/a.xy', 'x');
  await until(() => log.filter((line) => (line as { kind: string }).kind === 'request').length === 2, 'two requests are logged');
  const [taken, refused] = log as [object, object];
  expect(taken).toEqual({
    time: expect.any(String),
    level: 'info',
    kind: 'request',
    request: expect.any(String),
    method: 'PUT',
    path: '/in/:route/:dataset/:file',
    status: 202,
    ms: expect.any(Number),
    job: expect.any(String),
  });
  expect(refused).toMatchObject({ status: 404, problem: 'not-found' });
});
