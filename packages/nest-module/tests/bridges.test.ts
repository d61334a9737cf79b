import { Controller, Injectable, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { EventEmitterModule, OnEvent } from '@nestjs/event-emitter';
import { ClientsModule, EventPattern, type MicroserviceOptions, Payload, Transport } from '@nestjs/microservices';
import { Test } from '@nestjs/testing';
import type { ZenodoEvent } from '@zenodo-connect/core';
import { expect, it, onTestFinished } from 'vitest';
import { ZenodoEventEmitterModule } from '../src/bridges/event-emitter.ts';
import { ZenodoMicroservicesModule } from '../src/bridges/microservices.ts';
import { eventsOf, ZenodoTestingModule, zenodoOf } from '../src/testing/index.ts';

it('events are emitted for @OnEvent, and again when a listener fails', async () => {
  const heard: string[] = [];
  @Injectable()
  class Listener {
    @OnEvent('zenodo.record.published', { suppressErrors: false })
    published({ subject }: ZenodoEvent): void {
      heard.push(subject);
      if (heard.length === 1) throw new Error('not yet');
    }
  }
  const module = await Test.createTestingModule({
    imports: [
      ZenodoTestingModule.forRoot(),
      EventEmitterModule.forRoot(),
      ZenodoEventEmitterModule.register({ events: { types: ['record.published'] } }),
    ],
    providers: [Listener],
  })
    .setLogger({ log: () => {}, warn: () => {}, error: () => {} })
    .compile();
  await module.init();
  onTestFinished(() => module.close());
  const { records } = await zenodoOf(module).standIn.seed({ records: 1 });
  await eventsOf(module).drain();
  expect(heard).toEqual([records[0]!.id, records[0]!.id]);
});

it('events are sent to @EventPattern of a microservice', async () => {
  const heard: string[] = [];
  @Controller()
  class Consumer {
    @EventPattern('zenodo.version.published')
    published(@Payload() { subject }: ZenodoEvent): void {
      heard.push(subject);
    }
  }
  @Module({ controllers: [Consumer] })
  class ConsumerModule {}
  const port = await freePort();
  const service = await NestFactory.createMicroservice<MicroserviceOptions>(ConsumerModule, {
    transport: Transport.TCP,
    options: { host: '127.0.0.1', port },
    logger: false,
  });
  await service.listen();
  onTestFinished(() => service.close());
  const clients = ClientsModule.register([{ name: 'CATALOGUE', transport: Transport.TCP, options: { host: '127.0.0.1', port } }]);
  const bridge = ZenodoMicroservicesModule.register({ client: 'CATALOGUE', imports: [clients], events: { types: 'version.published' } });
  const module = await Test.createTestingModule({ imports: [ZenodoTestingModule.forRoot(), bridge] }).compile();
  await module.init();
  onTestFinished(() => module.close());
  const { records } = await zenodoOf(module).standIn.seed({ records: [{ versions: 2 }] });
  await eventsOf(module).drain();
  await expect.poll(() => heard).toEqual([records[0]!.id]);
});

async function freePort(): Promise<number> {
  const { createServer } = await import('node:net');
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}
