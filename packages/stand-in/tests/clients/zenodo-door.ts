import { readFile } from 'node:fs/promises';
import http from 'node:http';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import net from 'node:net';
import { makeCertificate } from '../_util/certificate.ts';

/** The way of a client that knows no host but zenodo.org to the stand-in: environment variables that it honours. */
export interface ZenodoDoor {
  readonly env: Readonly<Record<string, string>>;
  close(): Promise<void>;
}

/**
 * A proxy on loopback that takes `CONNECT zenodo.org:443`, ends TLS with a certificate made for this run, and hands the
 * requests to the stand-in. No other host is reached through it.
 */
export async function openZenodoDoor(standInUrl: string): Promise<ZenodoDoor> {
  const { cert, key, remove } = await makeCertificate('DNS:zenodo.org');
  const target = new URL(standInUrl);
  const tls = https.createServer({ cert: await readFile(cert), key: await readFile(key) }, (request, response) => {
    const onward = http.request(
      { host: target.hostname, port: target.port, method: request.method, path: request.url, headers: request.headers },
      (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(response);
      },
    );
    onward.on('error', () => response.destroy());
    request.pipe(onward);
  });
  const proxy = http.createServer((_request, response) => response.writeHead(403).end());
  proxy.on('connect', (request, socket: net.Socket) => {
    if (request.url !== 'zenodo.org:443') {
      socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
      return;
    }
    const inner = net.connect((tls.address() as AddressInfo).port, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
      inner.pipe(socket).pipe(inner);
    });
    const end = () => {
      inner.destroy();
      socket.destroy();
    };
    inner.on('error', end);
    socket.on('error', end);
  });
  await Promise.all([tls, proxy].map((server) => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))));
  const address = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
  return {
    env: { HTTPS_PROXY: address, https_proxy: address, REQUESTS_CA_BUNDLE: cert, SSL_CERT_FILE: cert },
    close: async () => {
      for (const server of [proxy, tls]) {
        server.closeAllConnections();
        await new Promise((resolve) => server.close(resolve));
      }
      await remove();
    },
  };
}
