import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { inspect } from 'node:util';
import { afterEach, describe, expect, it } from 'vitest';
import { fileFromBuffer, LocalRateBudget, type LogEntry, type Wait, Zenodo } from '../src/index.ts';

/** What must be found nowhere: the token, a signature of a signed address, a session, and the bytes of a file. */
const token = 'planted-token-4711';
const planted = [token, 'planted-signature', 'planted-session', 'planted-body', 'planted-password'];

const servers: Server[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});

async function serve(handle: (request: IncomingMessage, response: ServerResponse) => void): Promise<string> {
  const server = createServer(handle);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function setUp(baseUrl: string) {
  const log: LogEntry[] = [];
  const waits: Wait[] = [];
  const options = {
    rateBudget: new LocalRateBudget(),
    log: (entry: LogEntry) => log.push(entry),
    onWait: (wait: Wait) => waits.push(wait),
  };
  return { zenodo: new Zenodo({ baseUrl, token, random: () => 0, ...options }), log, waits };
}

const failure = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => undefined,
    (error: unknown) => error,
  );

function expectClean(...told: unknown[]): void {
  const text = inspect(told, { depth: 20, showHidden: true, maxStringLength: null });
  for (const secret of planted) expect(text).not.toContain(secret);
}

const signed = '?X-Amz-Signature=planted-signature&token=planted-signature';

describe('secrets stay inside', () => {
  it('when the server echoes the request: in its body, its message and its headers', async () => {
    const url = await serve((request, response) => {
      const echo = {
        message: `bad ${request.headers.authorization}`,
        errors: [{ field: token, messages: [`see https://x.example/f${signed}`] }],
      };
      response.writeHead(400, { 'content-type': 'application/json', 'x-request-id': token, 'set-cookie': 'session=planted-session' });
      request.resume().on('end', () => response.end(JSON.stringify(echo)));
    });
    const { zenodo, log } = setUp(url);
    const error = await failure(zenodo.drafts.create({ metadata: { title: 'planted-body' } } as never));
    expect(error).toMatchObject({ code: 'validation' });
    expect(log.map(({ event }) => event)).toEqual(['sent', 'answered']);
    expectClean(error, log);
  });

  it('when they stand in a query', async () => {
    const url = await serve((_request, response) => response.writeHead(500).end(`<a href="/x${signed}">${token}</a>`));
    const { zenodo, log } = setUp(url);
    const error = await failure(zenodo.records.search({ q: token }, { maxRetries: 0 }).next());
    expect(error).toMatchObject({ code: 'server' });
    expect(log[0]?.query).toMatch(/^q=\[token\]/);
    expectClean(error, log);
  });

  it('when a file is sent and the connection breaks', async () => {
    const url = await serve((request) => void request.once('data', () => request.socket.destroy()));
    const { zenodo, log } = setUp(url);
    const error = await failure(zenodo.files.uploadContent('1', fileFromBuffer('a', 'planted-body'), { maxRetries: 0 }));
    expect(error).toMatchObject({ code: 'connection' });
    expect(log[0]).toMatchObject({ event: 'sent', sizeBytes: 12 });
    expectClean(error, log);
  });

  it('when a transport hangs its request on the error, with causes that go deep', async () => {
    const cause = Object.assign(new Error(`proxy http://lab:planted-password@proxy:1 said ${token}`), { options: { headers: { token } } });
    const transport = { send: () => Promise.reject(new Error(`Bearer ${token}`, { cause })), sleep: () => Promise.resolve() };
    const log: LogEntry[] = [];
    const zenodo = new Zenodo({ environment: 'sandbox', token, transport, log: (entry) => log.push(entry) });
    const error = await failure(zenodo.drafts.get('1'));
    expect(error).toMatchObject({ code: 'connection', cause: { cause: { message: expect.stringContaining('proxy') } } });
    expect(log.filter(({ event }) => event === 'failed')).toHaveLength(5);
    expectClean(error, log);
  });

  it('when a redirect leads to a signed address elsewhere: it is followed, without token, and told without its signature', async () => {
    const seen: IncomingMessage[] = [];
    const store = await serve((request, response) => {
      seen.push(request);
      const echo = `<Error>${request.url}<SignatureProvided>planted-signature</SignatureProvided></Error>`;
      response.writeHead(404, { 'content-type': 'application/xml' }).end(echo);
    });
    const url = await serve((_request, response) =>
      response
        .writeHead(302, { location: `${store.replace('//', '//lab:planted-password@')}/bucket/f%20g${signed}&hmac=planted-signature` })
        .end(),
    );
    const { zenodo, log } = setUp(url);
    const error = await failure(zenodo.records.download('1', 'f g'));
    expect(seen.map((request) => request.url)).toEqual([`/bucket/f%20g${signed}&hmac=planted-signature`]);
    expect(inspect(seen[0]?.rawHeaders)).not.toContain(token);
    expect(error).toMatchObject({ code: 'not_found' });
    expect(log.map(({ event }) => event)).toEqual(['sent', 'answered', 'redirected', 'sent', 'answered']);
    expectClean(error, log);
  });
});

it('a log that fails stops no call', async () => {
  const url = await serve((_request, response) => response.end('{"enabled":true,"entries":[]}'));
  const log = () => {
    throw new Error('the disk is full');
  };
  await expect(new Zenodo({ baseUrl: url, log }).records.files('1')).resolves.toMatchObject({ enabled: true });
});

describe('a redirect', () => {
  it('within the origin carries the token', async () => {
    const seen: (string | undefined)[] = [];
    const url = await serve((request, response) => {
      seen.push(request.headers.authorization);
      if (request.url?.endsWith('/there')) response.end('bytes');
      else response.writeHead(307, { location: '/there' }).end();
    });
    const chunks: string[] = [];
    for await (const chunk of (await setUp(url).zenodo.records.download('1', 'a')) as AsyncIterable<Buffer>) chunks.push(String(chunk));
    expect(chunks.join('')).toBe('bytes');
    expect(seen).toEqual([`Bearer ${token}`, `Bearer ${token}`]);
  });

  it('of a POST is not followed: nothing is sent elsewhere', async () => {
    let asked = 0;
    const url = await serve((request, response) => {
      asked += 1;
      request.resume();
      response.writeHead(308, { location: '/elsewhere' }).end();
    });
    expect(await failure(setUp(url).zenodo.drafts.create())).toMatchObject({ code: 'reply_shape', status: 308 });
    expect(asked).toBe(1);
  });

  it('in a ring ends', async () => {
    let asked = 0;
    const url = await serve((_request, response) => {
      asked += 1;
      response.writeHead(302, { location: '/again' }).end();
    });
    await failure(setUp(url).zenodo.records.files('1'));
    expect(asked).toBe(6);
  });

  it('sends no cookie that an answer had set', async () => {
    const cookies: (string | undefined)[] = [];
    const url = await serve((request, response) => {
      cookies.push(request.headers.cookie);
      response.setHeader('set-cookie', 'session=planted-session').end('{"enabled":true,"entries":[]}');
    });
    const { zenodo } = setUp(url);
    await zenodo.records.files('1');
    await zenodo.records.files('1');
    expect(cookies).toEqual([undefined, undefined]);
  });
});
