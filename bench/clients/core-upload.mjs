/**
 * Uploads a file through core's own transport and prints `{ seconds, peakBytes }`: the transfer alone, start-up left out.
 *
 *     node bench/clients/core-upload.mjs URL FILE [--hash] [--at-once=N] [--ca=PEM]
 */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { fileFromPath, Zenodo } from '@zenodo-connect/core';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { hash: { type: 'boolean', default: false }, 'at-once': { type: 'string', default: '1' }, ca: { type: 'string' } },
});
const [url, file] = positionals;
const zenodo = new Zenodo({ baseUrl: url, dataciteUrl: url, network: values.ca ? { ca: readFileSync(values.ca) } : {} });
const source = await fileFromPath(file, { key: 'data.bin', hash: values.hash });
// Core loads its network when a first client is made, which is start-up.
await Promise.all([import('undici/lib/dispatcher/agent.js'), import('undici/lib/api/api-request.js')]);
const started = performance.now();
await Promise.all(Array.from({ length: Number(values['at-once']) }, () => zenodo.files.uploadContent('1', source)));
const seconds = (performance.now() - started) / 1000;
process.stdout.write(`${JSON.stringify({ seconds, peakBytes: process.resourceUsage().maxRSS * 1024 })}\n`);
process.exit(0);
