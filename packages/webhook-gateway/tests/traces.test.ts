import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { traceOf } from '../src/events/trace-ids.ts';
import { startWorld } from './_util/gateway.ts';
import { startSubscriber, until } from './_util/subscriber.ts';

interface Sent {
  readonly resourceSpans: readonly {
    readonly scopeSpans: readonly { readonly spans: readonly { readonly traceId: string; readonly name: string }[] }[];
  }[];
}

it('L-09: intake, deposit and deliveries of a job are one trace, whatever its sender says, and go out by OTLP', async () => {
  const sent: Sent[] = [];
  const collector = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      sent.push(JSON.parse(Buffer.concat(chunks).toString()) as Sent);
      response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
    });
  });
  await new Promise<void>((resolve) => collector.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => new Promise((resolve) => collector.close(() => resolve())));
  const subscriber = await startSubscriber();
  const world = await startWorld({
    subscribers: [subscriber.config],
    traces: `http://127.0.0.1:${(collector.address() as AddressInfo).port}/v1/traces`,
  });
  const evil = { traceparent: '00-11111111111111111111111111111111-2222222222222222-01' };
  const id = String((await world.send.put('xrd/S-1/a.xy', 'x', evil)).json['id']);
  await world.send.untilState(id, 'findable');
  await until(() => subscriber.types().includes('doi.findable'), 'the last event');
  await world.gateway.close();
  const spans = sent.flatMap(({ resourceSpans }) => resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap((scope) => scope.spans)));
  const names = spans.map(({ name }) => name);
  for (const name of ['gateway.intake', 'deposit.uploaded', 'deposit.published', 'gateway.delivery']) expect(names).toContain(name);
  expect(new Set(spans.map(({ traceId }) => traceId))).toEqual(new Set([traceOf(id).traceId]));
  const [event] = subscriber.received;
  expect(event?.body).toHaveProperty('traceparent', expect.stringContaining(traceOf(id).traceId));
});
