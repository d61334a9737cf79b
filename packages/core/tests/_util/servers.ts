import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** Small real servers on loopback; `close` ends all that were started. */
export class Servers {
  readonly #running: Server[] = [];
  readonly #sockets = new Set<Socket>();

  http(handle: RequestListener): Promise<string> {
    return this.#listen(createServer(handle), 'http');
  }

  https(certificate: Certificate, handle: RequestListener): Promise<string> {
    return this.#listen(createTlsServer(certificate, handle) as unknown as Server, 'https');
  }

  /** A proxy that opens tunnels and forwards nothing else; `asked` tells of each CONNECT. */
  proxy(asked: (request: IncomingMessage) => number): Promise<string> {
    const server = createServer((_request, response) => response.writeHead(501).end());
    server.on('connect', (request: IncomingMessage, client: Socket) => {
      const status = asked(request);
      if (status !== 200) return void client.end(`HTTP/1.1 ${status} No\r\ncontent-length: 0\r\n\r\n`);
      const [host, port] = (request.url ?? '').split(':');
      const target = connect(Number(port), host, () => {
        client.write('HTTP/1.1 200 Connection Established\r\n\r\n');
        target.pipe(client).pipe(target);
      });
      for (const socket of [client, target]) this.#keep(socket);
    });
    return this.#listen(server, 'http');
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    this.#sockets.clear();
    for (const server of this.#running.splice(0)) {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    }
  }

  async #listen(server: Server, scheme: string): Promise<string> {
    this.#running.push(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return `${scheme}://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  #keep(socket: Socket): void {
    this.#sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => this.#sockets.delete(socket));
  }
}

export interface Certificate {
  readonly cert: string;
  readonly key: string;
}

/** A certificate for 127.0.0.1 that nobody trusts yet; undefined where there is no openssl. */
export async function makeCertificate(): Promise<Certificate | undefined> {
  const folder = await mkdtemp(join(tmpdir(), 'core-certificate-'));
  const [cert, key] = [join(folder, 'cert.pem'), join(folder, 'key.pem')];
  const options = 'req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=core -addext'.split(' ');
  try {
    await promisify(execFile)('openssl', [...options, 'subjectAltName=IP:127.0.0.1', '-keyout', key, '-out', cert]);
    return { cert: await readFile(cert, 'utf8'), key: await readFile(key, 'utf8') };
  } catch {
    return undefined;
  } finally {
    await rm(folder, { recursive: true });
  }
}
