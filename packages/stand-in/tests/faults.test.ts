import { once } from 'node:events';
import { request } from 'node:http';
import { connect } from 'node:net';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import type { StandIn } from '../src/index.ts';
import { createDraft, metadata, publishedRecord, readyDraft, upload } from './_util/client.ts';
import { started } from './_util/started.ts';

describe('an ordered answer', () => {
  test('is given so often, without any work, and then never again', async () => {
    const { ask, zenodo } = await started();
    zenodo.faults.answer({ method: 'POST', path: '/api/records', times: 2 }, { status: 503, headers: { 'retry-after': '1' } });
    for (let at = 0; at < 2; at++) {
      const { status, headers } = await ask('POST', '/api/records', { json: {} });
      expect([status, headers.get('retry-after'), headers.get('content-type')]).toEqual([503, '1', 'text/html']);
    }
    expect((await ask('GET', '/api/user/records')).body.hits.total).toBe(0);
    expect((await ask('POST', '/api/records', { json: {} })).status).toBe(201);
    expect(zenodo.faults.pending).toBe(0);
  });

  test('may be JSON', async () => {
    const { ask, zenodo } = await started();
    zenodo.faults.answer({}, { status: 429, body: { message: '30 per 1 minute', status: 429 } });
    expect((await ask('GET', '/api/records')).body).toEqual({ message: '30 per 1 minute', status: 429 });
  });

  test('leaves requests alone that its path or method does not match', async () => {
    const { ask, zenodo } = await started();
    zenodo.faults.answer({ method: 'put', path: '/api/records/*/draft' }, { status: 500 });
    zenodo.faults.answer({ path: /\/nowhere$/ }, { status: 500 });
    const id = await createDraft(ask);
    expect((await ask('GET', `/api/records/${id}/draft`)).status).toBe(200);
    expect(zenodo.faults.pending).toBe(2);
    expect((await ask('PUT', `/api/records/${id}/draft`, { json: {} })).status).toBe(500);
    expect(zenodo.faults.pending).toBe(1);
  });
});

test('a client that goes away before its whole request is looked at leaves no trace of a failure', async () => {
  const { zenodo } = await started();
  const said: string[] = [];
  const write = vi.spyOn(process.stderr, 'write').mockImplementation((text) => said.push(String(text)) > 0);
  onTestFinished(() => write.mockRestore());
  zenodo.faults.delay({ method: 'POST' }, { ms: 2_000 });
  const { hostname, port } = new URL(zenodo.url);
  const client = connect(Number(port), hostname);
  client.write(`POST /api/records HTTP/1.1\r\nhost: a\r\nauthorization: Bearer ${zenodo.tokens.owner}\r\n`);
  // 100 Continue says that the request has arrived.
  client.write('content-type: application/json\r\ncontent-length: 2\r\nexpect: 100-continue\r\n\r\n');
  await once(client, 'data');
  await new Promise<void>((resolve) => client.end('{}', resolve));
  client.resetAndDestroy();
  await expect.poll(() => zenodo.calls).toEqual([{ method: 'POST', path: '/api/records', status: 0 }]);
  expect(said).toEqual([]);
});

test('the date of an answer goes by the clock that was set', async () => {
  const { ask, zenodo } = await started();
  zenodo.faults.setClock(new Date('2036-01-01T00:00:00Z'));
  const { headers } = await ask('GET', '/api/records');
  expect(headers.get('date')).toMatch(/^Tue, 01 Jan 2036 00:00:0\d GMT$/);
});

describe('work whose answer is lost', () => {
  test('publishes, then answers 504 as a proxy does', async () => {
    const { ask, zenodo } = await started();
    const id = await readyDraft(ask);
    zenodo.faults.workThen({ path: '*/actions/publish' }, { status: 504 });
    const { status, headers, text } = await ask('POST', `/api/records/${id}/draft/actions/publish`);
    expect([status, headers.get('content-type')]).toEqual([504, 'text/html']);
    expect(text).toContain('<h1>504 Gateway Time-out</h1>');
    expect((await ask('GET', `/api/records/${id}`)).body.status).toBe('published');
  });

  test('creates, then says nothing', async () => {
    const { ask, zenodo } = await started();
    zenodo.faults.workThen({ method: 'POST', path: '/api/records' }, 'silence');
    await expect(ask('POST', '/api/records', { json: { metadata: metadata() } })).rejects.toThrow();
    expect((await ask('GET', '/api/user/records')).body.hits.total).toBe(1);
    expect(zenodo.calls[0]).toEqual({ method: 'POST', path: '/api/records', status: 0 });
  });

  test('is cut in the middle of its answer', async () => {
    const { ask, zenodo } = await started();
    zenodo.faults.cutReply({ method: 'POST', path: '/api/records' }, { afterBytes: 10 });
    await expect(ask('POST', '/api/records', { json: {} })).rejects.toThrow();
    expect((await ask('GET', '/api/user/records')).body.hits.total).toBe(1);
  });

  test('a download is cut after so many bytes, which do arrive', async () => {
    const { ask, zenodo } = await started();
    const id = await createDraft(ask);
    await upload(ask, id, 'big', 'x'.repeat(300_000));
    await ask('POST', `/api/records/${id}/draft/actions/publish`);
    zenodo.faults.cutReply({ path: '*/content' }, { afterBytes: 100_000 });
    const { headers, received } = await new Promise<{ headers: string | undefined; received: number }>((done) => {
      request(`${zenodo.url}/api/records/${id}/files/big/content`, (response) => {
        let received = 0;
        response.on('data', (chunk: Buffer) => {
          received += chunk.length;
        });
        response.on('error', () => {});
        response.on('close', () => done({ headers: response.headers['content-length'], received }));
      }).end();
    });
    expect([headers, received]).toEqual(['300000', 100_000]);
  });
});

test('an upload cut by the server leaves the file pending, and the next one works', async () => {
  const { ask, zenodo } = await started();
  const id = await createDraft(ask);
  const files = `/api/records/${id}/draft/files`;
  await ask('POST', files, { json: [{ key: 'a' }] });
  zenodo.faults.cutRequest({ method: 'PUT', path: '*/content' }, { afterBytes: 1000 });
  await expect(ask('PUT', `${files}/a/content`, { body: 'x'.repeat(1_000_000) })).rejects.toThrow();
  expect((await ask('GET', `${files}/a`)).body).toMatchObject({ status: 'pending' });
  await ask('PUT', `${files}/a/content`, { body: 'whole' });
  expect((await ask('POST', `${files}/a/commit`)).body.size).toBe(5);
});

test('a wrong checksum is answered once; the stored file is right', async () => {
  const { ask, zenodo } = await started();
  const id = await createDraft(ask);
  zenodo.faults.wrongChecksum({ path: '*/commit' });
  const { body } = await upload(ask, id, 'a', 'hello');
  expect(body.checksum).toMatch(/^md5:[0-9a-f]{32}$/);
  expect(body.checksum).not.toBe('md5:5d41402abc4b2a76b9719d911017c592');
  expect((await ask('GET', `/api/records/${id}/draft/files/a`)).body.checksum).toBe('md5:5d41402abc4b2a76b9719d911017c592');
});

test('a spoiled content has the length of what was sent and the MD5 of other bytes', async () => {
  const { ask, zenodo } = await started();
  const id = await createDraft(ask);
  zenodo.faults.spoil({ path: '*/content' });
  const { body } = await upload(ask, id, 'a', 'hello');
  expect(body.size).toBe(5);
  expect(body.checksum).not.toBe('md5:5d41402abc4b2a76b9719d911017c592');
  expect((await ask('GET', `/api/records/${id}/draft/files/a`)).body.checksum).toBe(body.checksum);
});

test('a delay holds a request back, beside any other fault', async () => {
  const { ask, zenodo } = await started();
  zenodo.faults.delay({ path: '/api/records' }, { ms: 80 });
  zenodo.faults.answer({ path: '/api/records' }, { status: 418 });
  const before = performance.now();
  expect((await ask('GET', '/api/records')).status).toBe(418);
  expect(performance.now() - before).toBeGreaterThan(75);
});

test('closing ends a request that waits', async () => {
  const { ask, zenodo } = await started();
  zenodo.faults.delay({}, { ms: 60_000 });
  const waiting = expect(ask('GET', '/api/records')).rejects.toThrow();
  await expect.poll(() => zenodo.faults.pending).toBe(0);
  await zenodo.close();
  await waiting;
});

test('clearing forgets what was ordered and sets the lags back', async () => {
  const { ask, zenodo } = await started({ indexLagMs: 5 });
  zenodo.faults.answer({}, { status: 500 });
  zenodo.faults.indexLagMs = 1000;
  zenodo.faults.clear();
  expect((await ask('GET', '/api/records')).status).toBe(200);
  expect(zenodo.faults.indexLagMs).toBe(5);
});

describe('over HTTP', () => {
  test('the administrator orders, reads and clears', async () => {
    const { ask, zenodo } = await started();
    const order = (json: object) => ask('POST', '/_stand-in/faults', { as: 'admin', json });
    expect((await order({ kind: 'answer', match: { path: '/api/records', times: 5 }, status: 502 })).status).toBe(204);
    expect((await ask('GET', '/api/records')).status).toBe(502);
    expect((await ask('DELETE', '/_stand-in/faults', { as: 'admin' })).status).toBe(204);
    expect((await ask('GET', '/api/records')).status).toBe(200);
    expect((await order({ kind: 'lag', doiDelayMs: 70 })).status).toBe(204);
    expect(zenodo.faults.doiDelayMs).toBe(70);
    const calls = await ask('GET', '/_stand-in/calls', { as: 'admin' });
    expect(JSON.parse(calls.text)).toContainEqual({ method: 'GET', path: '/api/records', status: 502 });
  });

  test('work is done before silence', async () => {
    const { ask } = await started();
    await ask('POST', '/_stand-in/faults', {
      as: 'admin',
      json: { kind: 'workThen', match: { method: 'POST', path: '/api/records' }, after: 'silence' },
    });
    await expect(ask('POST', '/api/records', { json: {} })).rejects.toThrow();
    expect((await ask('GET', '/api/user/records')).body.hits.total).toBe(1);
  });

  test('others are denied, and a wrong order is explained', async () => {
    const { ask } = await started();
    expect((await ask('DELETE', '/_stand-in/faults')).status).toBe(403);
    const { status, body } = await ask('POST', '/_stand-in/faults', { as: 'admin', json: { kind: 'frob' } });
    expect([status, body.message]).toEqual([
      400,
      'The fault has no known "kind"; it is one of answer, cutRequest, cutReply, workThen, slowReply, delay, wrongChecksum, spoil, lag, limits, quota, races, clock, gone, stuckDraft, tooManyRequests.',
    ]);
  });
});

describe('what was asked', () => {
  test('is kept in order, without query and token', async () => {
    const { ask, zenodo } = await started();
    await publishedRecord(ask);
    await ask('GET', `/api/records?access_token=${zenodo.tokens.owner}`);
    expect(zenodo.calls.map(({ method, status }) => `${method} ${status}`)).toEqual([
      'POST 201',
      'POST 201',
      'PUT 200',
      'POST 200',
      'POST 202',
      'GET 200',
    ]);
    expect(JSON.stringify(zenodo.calls)).not.toContain(zenodo.tokens.owner);
  });
});

describe('rate limits', () => {
  test('are stated on every answer, and the 31st search of a minute is refused', async () => {
    const { ask } = await started({ rateLimits: true });
    const first = await ask('GET', '/api/records');
    expect(first.headers.get('x-ratelimit-limit')).toBe('30');
    expect(first.headers.get('x-ratelimit-remaining')).toBe('29');
    expect(Number(first.headers.get('retry-after'))).toBeGreaterThan(0);
    for (let at = 0; at < 29; at++) await ask('GET', '/api/records');
    const refused = await ask('GET', '/api/records');
    expect([refused.status, refused.body]).toEqual([429, { message: '30 per 1 minute', status: 429 }]);
    const other = await ask('GET', '/api/user/records');
    expect([other.status, other.headers.get('x-ratelimit-limit')]).toEqual([200, '1000']);
  });

  test('are absent when they are off', async () => {
    const { ask } = await started();
    expect((await ask('GET', '/api/records')).headers.has('x-ratelimit-limit')).toBe(false);
  });
});

test('429 comes with the headers of a limit, or without any', async () => {
  const { ask, zenodo } = await started();
  zenodo.faults.tooManyRequests({ path: '/api/records' }, { retryAfterS: 7 });
  zenodo.faults.tooManyRequests({ path: '/api/records' });
  const limited = await ask('GET', '/api/records');
  expect([limited.status, limited.headers.get('retry-after'), limited.headers.get('x-ratelimit-remaining')]).toEqual([429, '7', '0']);
  const bare = await ask('GET', '/api/records');
  expect([bare.status, bare.body.message, bare.headers.get('retry-after')]).toEqual([429, '30 per 1 minute', null]);
});

test('limits are switched on in the middle, and their minute ends without waiting', async () => {
  const { ask, zenodo } = await started();
  expect((await ask('GET', '/api/records')).headers.get('x-ratelimit-limit')).toBeNull();
  zenodo.faults.rateLimits = true;
  const statuses = [];
  for (let n = 0; n < 31; n++) statuses.push((await ask('GET', '/api/records')).status);
  expect([statuses.indexOf(429), statuses[30]]).toEqual([30, 429]);
  expect((await ask('GET', '/api/user/records')).status).toBe(200);
  zenodo.faults.advanceClock(60_000);
  expect((await ask('GET', '/api/records')).status).toBe(200);
});

test('a slow answer arrives whole, and slowly', async () => {
  const { ask, zenodo } = await started();
  zenodo.faults.slowReply({ path: '/api/vocabularies/*' }, { bytesPerSecond: 2_000 });
  const begun = performance.now();
  const { status, body, text } = await ask('GET', '/api/vocabularies/datetypes/issued', { accept: 'application/json' });
  expect([status, body.id]).toEqual([200, 'issued']);
  expect(performance.now() - begun).toBeGreaterThan((text.length / 2_000) * 900 - 100);
});

test('another process switches limits and clock', async () => {
  const { ask, zenodo } = await started();
  const order = (json: object) => ask('POST', '/_stand-in/faults', { as: 'admin', json });
  expect((await order({ kind: 'limits', rateLimits: true })).status).toBe(204);
  expect((await order({ kind: 'clock', ms: 60_000 })).status).toBe(204);
  expect((await order({ kind: 'tooManyRequests', match: { path: '/api/records' }, retryAfterS: 3 })).status).toBe(204);
  expect((await ask('GET', '/api/records')).headers.get('retry-after')).toBe('3');
  expect(zenodo.faults.rateLimits).toBe(true);
  expect(zenodo.faults.now() - Date.now()).toBeGreaterThan(59_000);
});

describe('what is misspelt is told, rather than fit every call or nothing', () => {
  test.each<[string, (zenodo: StandIn) => unknown, RegExp]>([
    ['a matcher', ({ faults }) => faults.answer({ methd: 'POST' } as never, { status: 500 }), /no "methd"/],
    ['a seed', (zenodo) => zenodo.seed({ recods: 3 } as never), /A seed is an object of/],
    ['a step of the clock', ({ faults }) => faults.advanceClock('1' as never), /a number of milliseconds, not by "1"/],
  ])('%s', async (_, order, told) => {
    const { zenodo } = await started();
    await expect((async () => order(zenodo))()).rejects.toThrow(told);
  });

  test('over HTTP too', async () => {
    const { ask, zenodo } = await started();
    const json = { kind: 'spoil', match: { paths: '*/content' } };
    expect(await ask('POST', '/_stand-in/faults', { as: 'admin', json })).toMatchObject({ status: 400 });
    expect(await ask('POST', '/_stand-in/seed', { as: 'admin', json: { recods: 3 } })).toMatchObject({ status: 400 });
    expect(zenodo.faults.pending).toBe(0);
  });
});
