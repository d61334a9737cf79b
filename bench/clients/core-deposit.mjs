/**
 * Deposits and publishes files in one run, as `zenodo.deposit` does it, and prints `{ seconds }`.
 *
 *     node bench/clients/core-deposit.mjs URL TOKEN FILE…
 */
import { randomUUID } from 'node:crypto';
import { fileFromPath, Zenodo } from '@zenodo-connect/core';

const [url, token, ...paths] = process.argv.slice(2);
const zenodo = new Zenodo({ baseUrl: url, dataciteUrl: url, token });
const metadata = {
  title: 'Sent by core',
  publisher: 'Zenodo',
  publication_date: '2026-11-25',
  resource_type: { id: 'dataset' },
  creators: [{ person_or_org: { type: 'personal', family_name: 'Curie', given_name: 'Marie' } }],
};
const files = await Promise.all(paths.map((path) => fileFromPath(path)));
const started = performance.now();
await zenodo.deposit({ key: `bench/${randomUUID()}`, metadata, files, finish: 'publish' });
process.stdout.write(`${JSON.stringify({ seconds: (performance.now() - started) / 1000 })}\n`);
process.exit(0);
