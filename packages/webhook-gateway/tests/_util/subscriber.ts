import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

export interface Received {
  readonly headers: IncomingHttpHeaders;
  readonly bytes: Buffer;
  readonly body: {
    readonly id: string;
    readonly type: string;
    readonly subject: string;
    readonly sequence: string;
    readonly data: Readonly<Record<string, unknown>>;
  };
}

export const secret = `whsec_${Buffer.from('a secret of tests, thirty-two b.').toString('base64')}`;

/** A server that keeps every POST; `answer` decides what it says, 204 unless set. */
export async function startSubscriber(
  answer: (response: ServerResponse, received: Received) => void = (response) => response.writeHead(204).end(),
) {
  const received: Received[] = [];
  const behaviour = { answer };
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const bytes = Buffer.concat(chunks);
      const one = { headers: request.headers, bytes, body: JSON.parse(bytes.toString()) as Received['body'] };
      received.push(one);
      behaviour.answer(response, one);
    });
  });
  const listen = (port = 0): Promise<void> => new Promise((resolve) => server.listen(port, '127.0.0.1', resolve));
  await listen();
  const { port } = server.address() as AddressInfo;
  const close = async (): Promise<void> => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  onTestFinished(close);
  const config = { name: 'listener', url: `http://127.0.0.1:${port}/events`, secret, allowPrivate: true };
  return { config, received, behaviour, close, open: () => listen(port), types: () => received.map(({ body }) => body.type) };
}

/** Waits until the condition holds; fails with what it says otherwise. */
export async function until(holds: () => boolean | Promise<boolean>, what: string, ms = 40_000): Promise<void> {
  const end = Date.now() + ms;
  while (!(await holds())) {
    if (Date.now() > end) throw new Error(`After ${ms / 1000} s still not: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 15));
  }
}
