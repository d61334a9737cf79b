import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { verifyWebhook } from '@zenodo-connect/core/webhooks';

export interface ReceivedEvent {
  readonly id: string;
  readonly type: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/**
 * A subscriber as anybody would write one: checks the signature over the raw bytes, answers 204, and hands the event on.
 * What does not verify is answered 400 and never handed on.
 */
export async function startSubscriber(secret: string, onEvent: (event: ReceivedEvent) => void) {
  const server = createServer((request, response) => {
    void readWhole(request)
      .then((body) => {
        verifyWebhook({ headers: request.headers, body, secrets: secret, now: new Date() });
        const { id, type, data } = JSON.parse(body.toString('utf8')) as ReceivedEvent;
        response.writeHead(204).end();
        onEvent({ id, type, data });
      })
      .catch((error: unknown) => response.writeHead(400).end(String(error)));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/events`,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function readWhole(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts);
}
