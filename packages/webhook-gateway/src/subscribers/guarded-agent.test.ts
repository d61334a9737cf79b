import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { request } from 'undici';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { guardedAgent } from './guarded-agent.ts';

let connections = 0;
const server = createServer((_request, response) => response.end('reached'));
server.on('connection', () => {
  connections += 1;
});
beforeAll(() => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve)));
afterAll(() => new Promise((resolve) => server.close(resolve)));

const ask = async (host: string, allowPrivate: boolean | string[]): Promise<string> => {
  const agent = guardedAgent(allowPrivate);
  try {
    const { body } = await request(`http://${host}:${(server.address() as AddressInfo).port}/`, { dispatcher: agent });
    return await body.text();
  } finally {
    await agent.close();
  }
};

it.each(['127.0.0.1', 'localhost', '[::ffff:127.0.0.1]'])('%s is refused before anything connects', async (host) => {
  await expect(ask(host, false)).rejects.toMatchObject({ name: 'BlockedAddressError' });
  await expect(ask(host, ['10.0.0.0/8'])).rejects.toMatchObject({ name: 'BlockedAddressError' });
  expect(connections).toBe(0);
});

it('is reached when its range is allowed', async () => {
  expect(await ask('127.0.0.1', ['127.0.0.0/8'])).toBe('reached');
  expect(await ask('localhost', true)).toBe('reached');
});
