/** A process that deposits until it is killed. Arguments: the stand-in's address, its token, the database file, the lease in milliseconds. */
import { writeSync } from 'node:fs';
import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { ZenodoModule } from '@zenodo-connect/nestjs';

const [baseUrl, token, path, leaseMs] = process.argv.slice(2) as [string, string, string, string];
await NestFactory.createApplicationContext(
  ZenodoModule.forRoot({
    zenodo: { token, baseUrl, dataciteUrl: baseUrl, createLookMs: 100 },
    store: { path },
    deposits: { owner: 'the one worker', leaseMs: Number(leaseMs), pollMs: 50, retryDelaysMs: [50], doiDelaysMs: [20] },
  }),
  { logger: ['error'] },
);
writeSync(1, 'up\n');
