import { Controller, type INestApplication, Injectable, Module, type NestApplicationOptions, Post, UseGuards } from '@nestjs/common';
import { type AbstractHttpAdapter, NestFactory } from '@nestjs/core';
import { ExpressAdapter } from '@nestjs/platform-express';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { newWebhookKeys, signWebhook } from '@zenodo-connect/core/webhooks';
import { describe, expect, it, onTestFinished } from 'vitest';
import {
  type GatewayEvent,
  OnGatewayEvent,
  type SignedWebhook,
  ZenodoModule,
  ZenodoSignatureGuard,
  ZenodoWebhook,
  ZenodoWebhooksModule,
} from '../src/index.ts';
import { eventsOf, ZenodoTest } from '../src/testing/index.ts';

const secret = 'whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3';
const event = {
  specversion: '1.0',
  id: 'evt_1',
  type: 'deposit.published',
  source: 'https://gw',
  subject: 'xrd/S-1',
  time: '2026-11-25T12:00:00Z',
  data: { doi: '10.5281/zenodo.1' },
};
/** Not as JSON.stringify writes it: what is verified has to be the bytes. */
const body = JSON.stringify(event, null, 3);
const signed = (bytes: string, secrets: string = secret) => ({
  ...signWebhook({ id: 'evt_1', timestamp: new Date(), body: bytes, secrets }),
  'content-type': 'application/json',
});

@Injectable()
class Listener {
  readonly heard: string[] = [];

  @OnGatewayEvent('deposit.published')
  published({ subject, data }: GatewayEvent): void {
    this.heard.push(`${subject} ${String(data['doi'])}`);
  }

  @OnGatewayEvent()
  any({ type }: GatewayEvent): void {
    this.heard.push(type);
  }
}

@Controller('own')
class OwnController {
  @Post()
  @UseGuards(ZenodoSignatureGuard)
  take(@ZenodoWebhook() { id, body: bytes }: SignedWebhook): string {
    return `${id} ${bytes.length}`;
  }
}

const adapters: readonly (readonly [string, () => AbstractHttpAdapter])[] = [
  ['Express', () => new ExpressAdapter()],
  ['Fastify', () => new FastifyAdapter() as unknown as AbstractHttpAdapter],
];

describe.each(adapters)('over %s', (_name, adapter) => {
  async function start(options: NestApplicationOptions = {}, secrets: string | (() => string[]) = secret) {
    const zenodo = await ZenodoTest.start();
    @Module({
      imports: [ZenodoModule.forRoot(zenodo.options), ZenodoWebhooksModule.register({ secrets, path: 'hooks/zenodo' })],
      providers: [Listener],
      controllers: [OwnController],
    })
    class App {}
    const app: INestApplication = await NestFactory.create(App, adapter(), { logger: false, abortOnError: false, ...options });
    onTestFinished(async () => {
      await app.close();
      await zenodo.close();
    });
    await app.listen(0, '127.0.0.1');
    const url = await app.getUrl();
    const post = (bytes: string, headers: Record<string, string>, path = '/hooks/zenodo') =>
      fetch(url + path, { method: 'POST', body: bytes, headers });
    return { app, post, heard: app.get(Listener).heard };
  }

  it.each([{}, { rawBody: true }, { bodyParser: false }])(
    'a signed event is stored, answered 204, and told to handlers once: %j',
    async (options) => {
      const { app, post, heard } = await start(options);
      expect((await post(body, signed(body))).status).toBe(204);
      expect((await post(body, signed(body))).status).toBe(204);
      await eventsOf(app).drain();
      expect(heard.toSorted()).toEqual(['deposit.published', 'xrd/S-1 10.5281/zenodo.1']);
    },
  );

  it('what was changed on its way, signed by others or too old gets 400', async () => {
    const { app, post, heard } = await start();
    const other = 'whsec_YWJjZGVmZ2hpamtsbW5vcHFyc3R1dnd4eXo=';
    const old = signWebhook({ id: 'evt_1', timestamp: new Date(Date.now() - 600_000), body, secrets: secret });
    const answers = [
      await post(body.replace('S-1', 'S-2'), signed(body)),
      await post(body, signed(body, other)),
      await post(body, { ...old, 'content-type': 'application/json' }),
      await post(body, { 'content-type': 'application/json' }),
      await post('[]', signed('[]')),
      await post('{', signed('{')),
    ];
    expect(answers.map(({ status }) => status)).toEqual([400, 400, 400, 400, 400, 400]);
    await eventsOf(app).drain();
    expect(heard).toEqual([]);
  });

  it('v1a and changed keys verify too', async () => {
    const { signing, verifying } = newWebhookKeys();
    const { post } = await start({}, () => [secret, verifying]);
    expect((await post(body, signed(body, signing))).status).toBe(204);
    expect((await post(body, signed(body))).status).toBe(204);
  });

  it('the guard gives the bytes to a controller of one’s own', async () => {
    const { post } = await start();
    const answer = await post(body, signed(body), '/own');
    expect(await answer.text()).toBe(`evt_1 ${body.length}`);
  });
});

it('a secret that is none stops the start', async () => {
  @Module({ imports: [ZenodoWebhooksModule.register({ secrets: 'whsec_short' })] })
  class App {}
  await expect(NestFactory.createApplicationContext(App, { logger: false, abortOnError: false })).rejects.toThrow(
    'A webhook secret must be "whsec_"',
  );
});
