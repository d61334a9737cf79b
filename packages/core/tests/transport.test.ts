import { execFile } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, open, rm, truncate, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { fileFromBuffer, fileFromPath, type TransportRequest, undiciTransport, Zenodo } from '../src/index.ts';

let folder: string;
let server: Server | undefined;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'zenodo-connect-'));
});
afterEach(async () => {
  server?.closeAllConnections();
  await new Promise((resolve) => (server ? server.close(resolve) : resolve(undefined)));
  server = undefined;
});
afterAll(() => rm(folder, { recursive: true }));

async function serve(handle: (request: IncomingMessage, response: ServerResponse) => void): Promise<string> {
  server = createServer(handle);
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function file(name: string, bytes: Buffer): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, bytes);
  return path;
}

const get = (url: string, more: Partial<TransportRequest> = {}): TransportRequest => ({
  method: 'GET',
  url,
  responseType: 'json',
  authenticated: true,
  timeoutMs: 5000,
  ...more,
});

describe('a file from a path', () => {
  it('arrives whole with its length and MD5, whatever its size is to the buffers', async () => {
    const seen: { length: string | undefined; encoding: string | undefined; md5: string }[] = [];
    const url = await serve((request, response) => {
      const digest = createHash('md5');
      request.on('data', (chunk: Buffer) => digest.update(chunk));
      request.on('end', () => {
        seen.push({ length: request.headers['content-length'], encoding: request.headers['transfer-encoding'], md5: digest.digest('hex') });
        response.setHeader('content-type', 'application/json').end('{}');
      });
    });
    const zenodo = new Zenodo({ baseUrl: url });
    for (const size of [1, 65_535, 65_536, 65_537, 4 * 1024 * 1024, 4 * 1024 * 1024 + 1, 7_654_321]) {
      const bytes = randomBytes(size);
      const md5 = createHash('md5').update(bytes).digest('hex');
      const sent = await zenodo.files.uploadContent('1', await fileFromPath(await file('data.bin', bytes)));
      expect(sent).toEqual({ key: 'data.bin', sizeBytes: size, md5 });
      expect(seen.pop()).toEqual({ length: String(size), encoding: undefined, md5 });
    }
  });

  it('is refused early at little cost: the handle is closed, nothing is left unhandled', async () => {
    let received = 0;
    const url = await serve((request, response) => {
      response.writeHead(403, { 'content-type': 'application/json', connection: 'close' }).end('{"message":"Permission denied."}');
      request.on('data', (chunk: Buffer) => {
        received += chunk.length;
      });
    });
    const path = await file('big.bin', Buffer.alloc(64 * 1024 * 1024, 1));
    const source = await fileFromPath(path);
    await expect(new Zenodo({ baseUrl: url }).files.uploadContent('1', source)).rejects.toMatchObject({
      code: 'permission',
    });
    expect(received).toBeLessThan(1024 * 1024);
  });

  it('that became shorter is told as that, not as a failure of Zenodo', async () => {
    const url = await serve((request) => request.resume());
    const path = await file('shrinks.bin', randomBytes(3_000_000));
    const source = await fileFromPath(path);
    await truncate(path, 1_000_000);
    await expect(new Zenodo({ baseUrl: url }).files.uploadContent('1', source)).rejects.toThrow(/had 3000000 bytes and has 1000000 now/);
  });

  it('that becomes shorter while it is read ends the upload with a sentence', async () => {
    const path = await file('shrinking.bin', randomBytes(40_000_000));
    const url = await serve((request) => {
      request.once('readable', () => void truncate(path, 100).then(() => request.resume()));
    });
    await expect(new Zenodo({ baseUrl: url }).files.uploadContent('1', await fileFromPath(path))).rejects.toThrow(/became shorter/);
  });

  it('that is empty, or a folder, is refused at once', async () => {
    await expect(fileFromPath(await file('empty', Buffer.alloc(0)))).rejects.toMatchObject({ code: 'configuration' });
    await expect(fileFromPath(folder)).rejects.toMatchObject({ code: 'configuration' });
  });

  it('gives its handles back', async () => {
    const url = await serve((request, response) => {
      request.resume().on('end', () => response.end('{}'));
    });
    const path = await file('handles.bin', randomBytes(100_000));
    const zenodo = new Zenodo({ baseUrl: url });
    const probe = async () => {
      const handle = await open(path);
      const { fd } = handle;
      await handle.close();
      return fd;
    };
    await zenodo.files.uploadContent('1', await fileFromPath(path));
    const before = await probe();
    for (let i = 0; i < 20; i++) await zenodo.files.uploadContent('1', await fileFromPath(path));
    expect(await probe()).toBeLessThan(before + 10);
  });
});

describe('the transport', () => {
  it('gives up an upload when nothing moves, and only then', async () => {
    const slow = await serve((request, response) => {
      // Takes its time, and never stands still for long.
      const timer = setInterval(() => request.read(500_000), 20);
      request.on('end', () => {
        clearInterval(timer);
        response.end('{}');
      });
      request.on('readable', () => {});
    });
    const transport = undiciTransport({ idleMs: 1_000 });
    const source = await fileFromPath(await file('slow.bin', randomBytes(40_000_000)));
    await expect(new Zenodo({ baseUrl: slow, transport }).files.uploadContent('1', source)).resolves.toMatchObject({
      sizeBytes: 40_000_000,
    });
  });

  it('sees a large buffer move too, which is one chunk to its source', async () => {
    const slow = await serve((request, response) => {
      const timer = setInterval(() => request.read(500_000), 20);
      request.on('end', () => {
        clearInterval(timer);
        response.end('{}');
      });
      request.on('readable', () => {});
    });
    const transport = undiciTransport({ idleMs: 1_000 });
    const source = fileFromBuffer('large.bin', Buffer.alloc(60_000_000, 1));
    const sent = new Zenodo({ baseUrl: slow, transport }).files.uploadContent('1', source, { maxRetries: 0 });
    await expect(sent).resolves.toMatchObject({ sizeBytes: 60_000_000 });
  });

  it('says so when an upload stands still', async () => {
    const url = await serve((request) => request.pause());
    const transport = undiciTransport({ idleMs: 100 });
    const source = await fileFromPath(await file('stuck.bin', randomBytes(30_000_000)));
    const stuck = new Zenodo({ baseUrl: url, transport }).files.uploadContent('1', source, { maxRetries: 0 });
    await expect(stuck).rejects.toMatchObject({ code: 'timeout' });
  });

  it('times out when no answer begins', async () => {
    const url = await serve(() => {});
    await expect(undiciTransport().send(get(url, { timeoutMs: 50 }))).rejects.toMatchObject({ name: 'TimeoutError' });
  });

  it('ends with the very reason of an abort, while it asks and while it waits', async () => {
    const url = await serve(() => {});
    const reason = new Error('enough');
    const stop = new AbortController();
    setTimeout(() => stop.abort(reason), 20);
    await expect(undiciTransport().send(get(url, { signal: stop.signal }))).rejects.toBe(reason);
    const other = new AbortController();
    setTimeout(() => other.abort(reason), 20);
    await expect(undiciTransport().sleep(60_000, other.signal)).rejects.toBe(reason);
  });

  it('follows no redirect and sends what it was given', async () => {
    const url = await serve((request, response) => {
      response.writeHead(302, { location: 'http://127.0.0.1:1/', 'x-path': request.url ?? '' }).end();
    });
    const reply = await undiciTransport().send(
      get(`${url}/api/records`, { query: { q: 'a "b" ü', type: ['x', 'y'], page: 2, none: undefined } }),
    );
    expect(reply.status).toBe(302);
    expect(reply.headers['x-path']).toBe('/api/records?q=a%20%22b%22%20%C3%BC&type=x&type=y&page=2');
  });

  it('sends {} and [] as such', async () => {
    const bodies: string[] = [];
    const url = await serve((request, response) => {
      let text = '';
      request.on('data', (chunk) => {
        text += chunk;
      });
      request.on('end', () => {
        bodies.push(`${request.headers['content-type']} ${text}`);
        response.end();
      });
    });
    for (const json of [{}, []]) await undiciTransport().send(get(url, { method: 'POST', json }));
    expect(bodies).toEqual(['application/json {}', 'application/json []']);
  });

  it('reads no endless failure', async () => {
    const url = await serve((_request, response) => {
      response.writeHead(500);
      const pump = () => {
        while (!response.destroyed && response.write(Buffer.alloc(65_536, 'x')));
        response.once('drain', pump);
      };
      pump();
    });
    await expect(undiciTransport().send(get(url))).rejects.toThrow(/longer than/);
  });

  it('keeps no process alive', async () => {
    const url = await serve((_request, response) => response.end('{"id":"1","parent":{},"metadata":{}}'));
    const script = `
      const { Zenodo } = await import(${JSON.stringify(new URL('../src/index.ts', import.meta.url).href)});
      await new Zenodo({ baseUrl: ${JSON.stringify(url)}, checkReply: () => [] }).drafts.get('1');
      console.log('asked', Date.now());`;
    const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script]);
    expect(Date.now() - Number(/asked (\d+)/.exec(stdout)?.[1])).toBeLessThan(2000);
  });
});
