import type { LookupAddress } from 'node:dns';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fetch, request } from 'undici';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { guardedAgent, type Resolve } from './guarded-agent.ts';

let connections = 0;
const server = createServer((_request, response) => response.end('reached'));
server.on('connection', () => {
  connections += 1;
});
/** On the same port of another address of this machine: what a name must not be able to lead to. */
let inside: Server | undefined;
let insideConnections = 0;

const listen = (one: Server, port: number, host: string) => new Promise<void>((resolve) => one.listen(port, host, resolve));
const portOf = (one: Server): number => (one.address() as AddressInfo).port;
beforeAll(async () => {
  await listen(server, 0, '127.0.0.1');
  if (process.platform !== 'linux') return;
  inside = createServer((_request, response) => response.end('inside'));
  inside.on('connection', () => {
    insideConnections += 1;
  });
  await listen(inside, portOf(server), '127.0.0.2');
});
afterAll(async () => {
  for (const one of [server, inside]) await new Promise((resolve) => (one ? one.close(resolve) : resolve(undefined)));
});

const ask = async (host: string, allowPrivate: boolean | string[], resolve?: Resolve): Promise<string> => {
  const agent = guardedAgent(allowPrivate, 4, resolve);
  try {
    const { body } = await request(`http://${host}:${portOf(server)}/`, { dispatcher: agent });
    return await body.text();
  } finally {
    await agent.close();
  }
};

/** DNS that answers something else each time. */
function alternating(...answers: readonly (readonly string[])[]) {
  const asked: string[] = [];
  const resolve: Resolve = (name, _options, callback) => {
    const answer = answers[asked.length % answers.length] ?? [];
    asked.push(name);
    callback(
      null,
      answer.map((address): LookupAddress => ({ address, family: 4 })),
    );
  };
  return { asked, resolve };
}
const allowed = ['127.0.0.1/32'];
const refused = { name: 'BlockedAddressError' };

it.each(['127.0.0.1', 'localhost', '[::ffff:127.0.0.1]'])('E-01 %s is refused before anything connects', async (host) => {
  await expect(ask(host, false)).rejects.toMatchObject(refused);
  await expect(ask(host, ['10.0.0.0/8'])).rejects.toMatchObject(refused);
  expect(connections).toBe(0);
});

it('E-20 a private address is reached when its range is allowed', async () => {
  expect(await ask('127.0.0.1', ['127.0.0.0/8'])).toBe('reached');
  expect(await ask('localhost', true)).toBe('reached');
});

it('E-04 a name that changes its mind is asked once a connection, and what it answered is what is judged and reached', async () => {
  const dns = alternating(['127.0.0.1'], ['127.0.0.2']);
  const answers: unknown[] = [];
  for (let n = 0; n < 6; n += 1) answers.push(await ask('rebinding.example', allowed, dns.resolve).catch((error: Error) => error.name));
  expect(answers).toEqual(Array.from({ length: 3 }, () => ['reached', 'BlockedAddressError']).flat());
  expect(dns.asked).toHaveLength(6);
  expect(insideConnections).toBe(0);
});

it('E-04 what is sent over a connection that is kept goes where that one was judged, whatever the name says by then', async () => {
  const dns = alternating(['127.0.0.1'], ['127.0.0.2']);
  const agent = guardedAgent(allowed, 1, dns.resolve);
  try {
    for (let n = 0; n < 5; n += 1) {
      const { body } = await request(`http://rebinding.example:${portOf(server)}/`, { dispatcher: agent });
      expect(await body.text()).toBe('reached');
    }
  } finally {
    await agent.close();
  }
  expect(dns.asked).toHaveLength(1);
});

it('E-05 an address that is written is judged although nobody asks DNS for it', async () => {
  const dns = alternating(['127.0.0.1']);
  await expect(ask('127.0.0.2', allowed, dns.resolve)).rejects.toMatchObject(refused);
  await expect(ask('[::ffff:127.0.0.2]', allowed, dns.resolve)).rejects.toMatchObject(refused);
  expect(await ask('127.0.0.1', allowed, dns.resolve)).toBe('reached');
  expect(dns.asked).toEqual([]);
  expect(insideConnections).toBe(0);
});

it.each([[['127.0.0.1', '127.0.0.2']], [['127.0.0.2', '127.0.0.1']], [['127.0.0.1', '169.254.169.254']], [[]]])(
  'E-08 a name with the addresses %j is refused whole',
  async (addresses) => {
    const before = connections;
    await expect(ask('several.example', allowed, alternating(addresses).resolve)).rejects.toMatchObject(refused);
    expect([connections, insideConnections]).toEqual([before, 0]);
  },
);

it('E-06 the guard is the dispatcher, so that fetch cannot go round it', async () => {
  const agent = guardedAgent(false);
  const sent = fetch(`http://127.0.0.1:${portOf(server)}/`, { dispatcher: agent });
  await expect(sent).rejects.toMatchObject({ cause: { name: 'BlockedAddressError' } });
  await agent.close();
});
