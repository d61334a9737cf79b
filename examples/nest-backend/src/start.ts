import 'reflect-metadata';
import type { INestApplication } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { ExpressAdapter } from '@nestjs/platform-express';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { backendModule } from './app.module.ts';
import type { BackendSettings } from './settings.ts';

/** Starts the backend on the platform that was asked for. Closing it gives running deposits back to the queue. */
export async function startBackend(settings: BackendSettings): Promise<INestApplication> {
  const app = await made(settings);
  app.enableShutdownHooks();
  if (settings.port === undefined) await app.init();
  else await app.listen(settings.port, '127.0.0.1');
  return app;
}

async function made(settings: BackendSettings): Promise<INestApplication> {
  const options = { logger: ['warn', 'error'] as ('warn' | 'error')[], abortOnError: false, forceCloseConnections: true };
  const module = backendModule(settings);
  if (settings.platform === 'express') return NestFactory.create(module, new ExpressAdapter(), options);
  const adapter = new FastifyAdapter();
  // A form with files is read from the request by its controller, as it comes; Express leaves it alone by itself.
  adapter.getInstance().addContentTypeParser('multipart/form-data', (_request, _payload, done) => done(null));
  return NestFactory.create<NestFastifyApplication>(module, adapter, options);
}
