/** 10,000 queued deposits in SQLite: what they cost in memory, and how long picking one takes. Argument: the database file. */
import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { DepositsService, ZENODO_STORE, ZenodoModule } from '@zenodo-connect/nestjs';

const jobs = 10_000;
const claims = 500;
const zenodo = { baseUrl: 'http://127.0.0.1:9', token: 'none' };
const app = await NestFactory.createApplicationContext(
  ZenodoModule.forRoot({ zenodo, store: { path: process.argv[2] }, deposits: { run: false } }),
  { logger: false },
);
const deposits = app.get(DepositsService);
const store = app.get(ZENODO_STORE);

/** A deposit as teams have them: some metadata, one file, a dataset of ten versions for every second one. */
const depositOf = (n) => ({
  key: `bench/${n}`,
  ...(n % 2 === 0 && { series: `dataset ${Math.floor(n / 20)}` }),
  finish: 'publish',
  metadata: {
    title: `Measurement ${n}`,
    resource_type: { id: 'dataset' },
    description: 'x'.repeat(1_000),
    creators: [{ person_or_org: { type: 'personal', given_name: 'Ada', family_name: 'Beam' } }],
  },
  files: [{ key: 'scan.xy', size: 1_000_000, md5: 'd41d8cd98f00b204e9800998ecf8427e', ref: `path:/data/${n}` }],
});

await deposits.addBulk([depositOf(-1)]);
globalThis.gc();
const idle = process.memoryUsage.rss();
for (let start = 0; start < jobs; start += 500) await deposits.addBulk(Array.from({ length: 500 }, (_, n) => depositOf(start + n)));
globalThis.gc();
const loaded = process.memoryUsage.rss();
const times = [];
for (let n = 0; n < claims; n++) {
  const began = performance.now();
  const [claim] = await store.claim({ owner: 'bench', limit: 1, now: Date.now(), leaseMs: 3_600_000 });
  times.push(performance.now() - began);
  if (!claim) throw new Error(`The claim ${n} found nothing although jobs are queued.`);
}
times.sort((a, b) => a - b);
await app.close();
const at = (share) => times[Math.floor(times.length * share)];
process.stdout.write(
  `${JSON.stringify({ seconds: at(0.5) / 1000, p50Ms: at(0.5), p95Ms: at(0.95), p99Ms: at(0.99), overIdleBytes: loaded - idle })}\n`,
);
