import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { fileFromBuffer, fileFromPath, LocalRateBudget, Zenodo, type ZenodoOptions } from '../src/index.ts';
import { makeCertificate, Servers } from './_util/servers.ts';

const servers = new Servers();
afterEach(() => servers.close());

const files = '{"enabled":true,"entries":[]}';
const client = (baseUrl: string, network: ZenodoOptions['network'], more: Partial<ZenodoOptions> = {}) =>
  new Zenodo({ baseUrl, network, rateBudget: new LocalRateBudget(), random: () => 0, ...more } as ZenodoOptions);

const certificate = await makeCertificate();
const noOpenssl = certificate === undefined;
if (noOpenssl) process.stdout.write('Tests of TLS are skipped: openssl, which makes their certificate, is missing.\n');

describe('TLS', () => {
  it.skipIf(noOpenssl)('with a certificate of nobody is refused at once, for a create as for a read', async () => {
    const url = await servers.https(certificate!, (_request, response) => response.end(files));
    const waits = vi.fn();
    const zenodo = client(url, {}, { onWait: waits });
    await expect(zenodo.records.files('1')).rejects.toMatchObject({
      code: 'connection',
      message: expect.stringMatching(/trust its authority \("network\.ca"\)\.$/),
      cause: { code: 'DEPTH_ZERO_SELF_SIGNED_CERT' },
    });
    expect(waits).not.toHaveBeenCalled();
  });

  it.skipIf(noOpenssl)('with a certificate of an authority that "ca" names is trusted, and takes a file', async () => {
    let received = 0;
    const url = await servers.https(certificate!, (request, response) => {
      request.on('data', (chunk: Buffer) => {
        received += chunk.length;
      });
      request.on('end', () => response.end('{}'));
    });
    const zenodo = client(url, { ca: certificate!.cert });
    await zenodo.files.uploadContent('1', fileFromBuffer('a', randomBytes(3_000_000)));
    expect(received).toBe(3_000_000);
  });
});

describe('a proxy', () => {
  it.skipIf(noOpenssl)('gets a tunnel to ask for, and neither the token nor the path', async () => {
    const seen: (string | undefined)[] = [];
    const url = await servers.https(certificate!, (request, response) => {
      seen.push(request.headers.authorization);
      response.end(files);
    });
    const asked: string[] = [];
    const proxy = await servers.proxy((request) => {
      asked.push(`${request.url} ${inspect(request.headers)}`);
      return 200;
    });
    const token = 'planted-token';
    await client(url, { proxy, ca: [certificate!.cert] }, { token }).records.files('1');
    expect(asked).toHaveLength(1);
    expect(asked[0]).toContain(new URL(url).host);
    expect(asked[0]).not.toMatch(/planted-token|records/);
    expect(seen).toEqual([`Bearer ${token}`]);
  });

  it.skipIf(noOpenssl)('that wants a user gets its credentials, which no error shows', async () => {
    const given: (string | undefined)[] = [];
    const proxy = await servers.proxy((request) => {
      given.push(request.headers['proxy-authorization']);
      return 407;
    });
    const withUser = proxy.replace('//', '//lab:planted%20password%@');
    const zenodo = client('https://127.0.0.1:9', { proxy: withUser });
    const error: unknown = await zenodo.records.files('1', { maxRetries: 0 }).catch((reason: unknown) => reason);
    expect(given).toEqual([`Basic ${Buffer.from('lab:planted password%').toString('base64')}`]);
    expect(error).toMatchObject({ code: 'connection', message: expect.stringContaining('407') });
    expect(inspect(error, { depth: 9 })).not.toMatch(/planted|bGFi/);
  });

  it('is taken from the environment when asked for, and only then', async () => {
    const url = await servers.http((_request, response) => response.end(files));
    const asked: string[] = [];
    const proxy = await servers.proxy((request) => {
      asked.push(request.url ?? '');
      return 403;
    });
    for (const name of ['HTTPS_PROXY', 'https_proxy', 'HTTP_PROXY', 'http_proxy']) vi.stubEnv(name, proxy);
    vi.stubEnv('NO_PROXY', '');
    vi.stubEnv('no_proxy', '');
    onTestFinished(() => void vi.unstubAllEnvs());
    await client(url, {}).records.files('1');
    expect(asked).toEqual([]);
    await expect(client('https://127.0.0.1:9', { proxy: 'environment' }).records.files('1', { maxRetries: 0 })).rejects.toMatchObject({
      code: 'connection',
    });
    expect(asked).toEqual(['127.0.0.1:9']);
  });

  it.each(['proxy.example.org', 'socks5://proxy:1080'])('"%s" is refused before anything is sent', (proxy) => {
    expect(() => client('http://127.0.0.1:9', { proxy })).toThrow(/"proxy" is no http\(s\) address/);
  });

  it('beside a transport of one’s own is refused', () => {
    const transport = { send: () => Promise.reject(new Error('unused')), sleep: () => Promise.resolve() };
    expect(() => client('http://127.0.0.1:9', {}, { transport })).toThrow(/not both/);
  });
});

describe('a slow server', () => {
  it('that feeds its answer drop by drop is given up, although something moves', async () => {
    const url = await servers.http((_request, response) => {
      const timer = setInterval(() => response.write(' '), 20);
      response.on('close', () => clearInterval(timer));
    });
    const began = performance.now();
    await expect(client(url, { idleMs: 100 }).records.files('1', { maxRetries: 0 })).rejects.toMatchObject({ code: 'timeout' });
    expect(performance.now() - began).toBeLessThan(20_000);
  });

  it('that feeds its headers drop by drop is given up after the time for an answer', async () => {
    const url = await servers.http((request) => {
      const timer = setInterval(() => request.socket.write('x'), 20);
      request.socket.on('close', () => clearInterval(timer));
      request.socket.write('HTTP/1.1 200 OK\r\nx-slow: ');
    });
    await expect(client(url, {}).records.files('1', { maxRetries: 0, timeoutMs: 150 })).rejects.toMatchObject({ code: 'timeout' });
  });

  it('that answers slowly but steadily is waited for', async () => {
    const body = files.padEnd(6000, ' ');
    const url = await servers.http((_request, response) => {
      let at = 0;
      const timer = setInterval(() => {
        response.write(body.slice(at, at + 100));
        at += 100;
        if (at >= body.length) response.end();
      }, 20);
      response.on('close', () => clearInterval(timer));
    });
    await expect(client(url, { idleMs: 500 }).records.files('1')).resolves.toMatchObject({ enabled: true });
  });
});

describe('a kept connection', () => {
  it('is used again for call after call, but for a second one at first', async () => {
    const ports = new Set<number | undefined>();
    const url = await servers.http((request, response) => {
      ports.add(request.socket.remotePort);
      response.end(files);
    });
    const zenodo = client(url, {});
    for (let call = 0; call < 10; call++) await zenodo.records.files('1');
    expect(ports.size).toBeLessThanOrEqual(2);
  });

  it('is not used again after an early refusal: the rest of the upload would be read as the next request', async () => {
    const ports: (number | undefined)[] = [];
    const url = await servers.http((request, response) => {
      ports.push(request.socket.remotePort);
      if (request.method !== 'PUT') response.end(files);
      else response.writeHead(403, { 'content-type': 'application/json' }).end('{"message":"Permission denied."}');
    });
    const folder = await mkdtemp(join(tmpdir(), 'core-early-'));
    onTestFinished(() => rm(folder, { recursive: true }));
    const path = join(folder, 'large.bin');
    await writeFile(path, Buffer.alloc(32 * 1024 * 1024, 1));
    const zenodo = client(url, {});
    await expect(zenodo.files.uploadContent('1', await fileFromPath(path))).rejects.toMatchObject({ code: 'permission' });
    await expect(zenodo.records.files('1')).resolves.toMatchObject({ enabled: true });
    expect(ports).toHaveLength(2);
    expect(ports[1]).not.toBe(ports[0]);
  });

  it('that the server closed in silence costs a repetition and no failure', async () => {
    let calls = 0;
    const url = await servers.http((request, response) => {
      calls += 1;
      if (calls === 2) request.socket.destroy();
      else response.end(files);
    });
    const zenodo = client(url, {});
    await zenodo.records.files('1');
    await expect(zenodo.records.files('1')).resolves.toMatchObject({ enabled: true });
    expect(calls).toBe(3);
  });
});
