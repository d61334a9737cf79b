import { createHash, X509Certificate } from 'node:crypto';
import { existsSync } from 'node:fs';
import { copyFile, readFile, utimes } from 'node:fs/promises';
import { connect } from 'node:tls';
import { Agent, request } from 'undici';
import { describe, expect, it, onTestFinished } from 'vitest';
import { keepCertificate, tlsOptions } from '../src/tls.ts';
import { makeCertificate } from './_util/certificate.ts';
import { startWorld } from './_util/gateway.ts';
import { recipeOf } from './_util/recipes.ts';
import { until } from './_util/subscriber.ts';
import { tempFolder } from './_util/temp-folder.ts';

const hasOpenssl = existsSync('/usr/bin/openssl');
if (!hasOpenssl) process.stdout.write('tls: openssl is not here, so these tests have no certificate to work with and are skipped.\n');

describe.skipIf(!hasOpenssl)('TLS by certificate files', () => {
  it('S-25 takes files, and a route of certificates knows its sender', async () => {
    const folder = await tempFolder();
    const [own, sender, stranger] = [
      await makeCertificate(folder, 'gateway'),
      await makeCertificate(folder, 'sender'),
      await makeCertificate(folder, 'stranger'),
    ];
    const fingerprint = new X509Certificate(await readFile(sender.certFile)).fingerprint256;
    const recipes = [recipeOf('tok'), recipeOf('cert', `auth: { type: mtls, fingerprints: ["${fingerprint}"] }`)];
    const world = await startWorld({ deposits: { run: false }, listen: { port: 0, tls: { ...own, clientCertificates: true } } }, recipes);
    expect(world.gateway.url).toMatch(/^https:/);
    const put = async (path: string, headers: Record<string, string>, shown?: typeof sender): Promise<number> => {
      const ca = await readFile(own.certFile);
      const dispatcher = new Agent({
        connect: { ca, ...(shown && { cert: await readFile(shown.certFile), key: await readFile(shown.keyFile) }) },
      });
      onTestFinished(() => dispatcher.close());
      const answer = await request(`${world.gateway.url}${path}`, { method: 'PUT', body: 'x', headers, dispatcher });
      await answer.body.dump();
      return answer.statusCode;
    };
    expect(await put('/in/tok/S/a.bin', { authorization: `Bearer ${world.send.token}` })).toBe(202);
    expect(await put('/in/cert/S/a.bin', {}, sender)).toBe(202);
    expect(await put('/in/cert/S/a.bin', {}, stranger)).toBe(401);
    expect(await put('/in/cert/S/a.bin', {})).toBe(401);
    // What a client writes there itself is nothing.
    const der = new X509Certificate(await readFile(sender.certFile)).raw.toString('base64');
    expect(await put('/in/cert/S/a.bin', { 'client-cert': `:${der}:` }, stranger)).toBe(401);
  });

  it('H-12 HTTP/2 is not offered, and who insists on it gets no connection', async () => {
    const own = await makeCertificate(await tempFolder(), 'gateway');
    const world = await startWorld({ deposits: { run: false }, listen: { port: 0, tls: own } });
    const { hostname: host, port } = new URL(world.gateway.url);
    const agreed = (ALPNProtocols: string[]): Promise<string> =>
      new Promise((resolve) => {
        const socket = connect({ host, port: Number(port), rejectUnauthorized: false, ALPNProtocols }, () => {
          resolve(String(socket.alpnProtocol));
          socket.destroy();
        }).on('error', () => resolve('refused'));
      });
    expect([await agreed(['h2', 'http/1.1']), await agreed(['h2'])]).toEqual(['http/1.1', 'refused']);
  });

  it('a certificate that changes is taken up, and a broken one is not', async () => {
    const folder = await tempFolder();
    const [own, next] = [await makeCertificate(folder, 'gateway'), await makeCertificate(folder, 'next')];
    const { createServer } = await import('node:https');
    const server = createServer(tlsOptions(own));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void server.close());
    const log: unknown[] = [];
    keepCertificate(server, own, (line) => log.push(line['level']), 20);
    const shown = (): Promise<string> =>
      new Promise((resolve, reject) => {
        const socket = connect({ port: (server.address() as { port: number }).port, host: '127.0.0.1', rejectUnauthorized: false }, () => {
          resolve(createHash('sha256').update(socket.getPeerCertificate().raw).digest('hex'));
          socket.destroy();
        }).on('error', reject);
      });
    const before = await shown();
    await copyFile(next.keyFile, own.keyFile);
    await utimes(own.keyFile, new Date(), new Date(Date.now() + 5_000));
    await until(() => log.includes('error'), 'half a pair was told');
    expect(await shown()).toBe(before);
    await copyFile(next.certFile, own.certFile);
    await utimes(own.certFile, new Date(), new Date(Date.now() + 9_000));
    await until(async () => (await shown()) !== before, 'the new certificate is shown');
  });

  it('files that are missing or do not belong together refuse the start, with their names', async () => {
    const folder = await tempFolder();
    const [own, next] = [await makeCertificate(folder, 'gateway'), await makeCertificate(folder, 'next')];
    await expect(startWorld({ listen: { port: 0, tls: { ...own, keyFile: `${folder}/none.key` } } })).rejects.toThrow('none.key');
    await expect(startWorld({ listen: { port: 0, tls: { ...own, keyFile: next.keyFile } } })).rejects.toThrow('belong together');
  });
});
