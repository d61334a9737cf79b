/** An application of somebody else. Arguments, as JSON: `platform`, `url` and `token` of a Zenodo, `path` of its database, `secret` of webhooks, perhaps `redis`. */
import 'reflect-metadata';
import { BullModule } from '@nestjs/bullmq';
import { Body, Controller, Get, Module, Param, Post, Sse } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { ExpressAdapter } from '@nestjs/platform-express';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { Zenodo, ZenodoEventOf } from '@zenodo-connect/core';
import {
  type DepositJob,
  DepositsService,
  type GatewayEvent,
  InjectZenodo,
  type NewDeposit,
  OnDeposit,
  OnGatewayEvent,
  OnZenodoEvent,
  ZenodoHealth,
  ZenodoModule,
  ZenodoWebhooksModule,
} from '@zenodo-connect/nestjs';
import { ZenodoQueueModule } from '@zenodo-connect/nestjs/bullmq';

const { platform, url, token, path, secret, redis } = JSON.parse(process.argv[2] ?? '{}') as {
  platform: 'express' | 'fastify';
  url: string;
  token: string;
  path: string;
  secret: string;
  redis?: number;
};

@Controller('deposits')
class DepositsController {
  readonly #dois = new Map<string, string>();

  constructor(private readonly deposits: DepositsService) {}

  @Post()
  add(@Body() deposit: NewDeposit): Promise<DepositJob> {
    return this.deposits.add(deposit);
  }

  @Sse(':id/progress')
  progress(@Param('id') id: string) {
    return this.deposits.sse(id);
  }

  @Get(':id/doi')
  doi(@Param('id') id: string) {
    return { doi: this.#dois.get(id) };
  }

  @OnDeposit('published')
  published({ id, doi }: DepositJob): void {
    if (doi !== undefined) this.#dois.set(id, doi);
  }
}

@Controller('events')
class EventsController {
  readonly #told: string[] = [];

  constructor(
    @InjectZenodo('library') private readonly library: Zenodo,
    private readonly health: ZenodoHealth,
  ) {}

  @Get()
  async told() {
    return { told: this.#told, health: await this.health.store(), hasLibrary: typeof this.library.deposit === 'function' };
  }

  @OnZenodoEvent('record.published')
  published({ type, data }: ZenodoEventOf<'record.published'>): void {
    this.#told.push(`${type} ${data.after?.title}`);
  }

  @OnGatewayEvent('deposit.published')
  deposited({ type, subject }: GatewayEvent): void {
    this.#told.push(`${type} ${subject}`);
  }
}

@Module({
  imports: [
    ...(redis === undefined ? [] : [BullModule.forRoot({ connection: { host: '127.0.0.1', port: redis } }), ZenodoQueueModule.register()]),
    ZenodoModule.forRoot({
      zenodo: { token, baseUrl: url, dataciteUrl: url },
      accounts: { library: { token: () => token, baseUrl: url } },
      store: { path },
      deposits: { pollMs: 50, doiDelaysMs: [50] },
      events: { share: 1 },
    }),
    ZenodoWebhooksModule.register({ secrets: secret, path: 'hooks' }),
  ],
  controllers: [DepositsController, EventsController],
})
class AppModule {}

async function main(): Promise<void> {
  const adapter = platform === 'fastify' ? new FastifyAdapter() : new ExpressAdapter();
  const app = await NestFactory.create(AppModule, adapter, { logger: ['warn', 'error'], forceCloseConnections: true });
  app.enableShutdownHooks();
  await app.listen(0, '127.0.0.1');
  console.log(`up ${await app.getUrl()}`);
}

void main();
