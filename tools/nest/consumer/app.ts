/** An application of somebody else. Arguments, as JSON: `platform`, `url` and `token` of a Zenodo, `path` of its database, perhaps `redis`. */
import 'reflect-metadata';
import { BullModule } from '@nestjs/bullmq';
import { Body, Controller, Get, Module, Param, Post, Sse } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { ExpressAdapter } from '@nestjs/platform-express';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { type DepositJob, DepositsService, type NewDeposit, OnDeposit, ZenodoModule } from '@zenodo-connect/nestjs';
import { ZenodoQueueModule } from '@zenodo-connect/nestjs/bullmq';

const { platform, url, token, path, redis } = JSON.parse(process.argv[2] ?? '{}') as {
  platform: 'express' | 'fastify';
  url: string;
  token: string;
  path: string;
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

@Module({
  imports: [
    ...(redis === undefined ? [] : [BullModule.forRoot({ connection: { host: '127.0.0.1', port: redis } }), ZenodoQueueModule.register()]),
    ZenodoModule.forRoot({
      zenodo: { token, baseUrl: url, dataciteUrl: url },
      store: { path },
      deposits: { pollMs: 50, doiDelaysMs: [50] },
    }),
  ],
  controllers: [DepositsController],
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
