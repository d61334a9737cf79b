/**
 * Uploads one file through core's own transport and prints `{ seconds, peakBytes }`: the transfer alone, start-up left out.
 *
 *     node bench/clients/core-upload.mjs URL FILE [--hash]
 */
import { fileFromPath, Zenodo } from '@zenodo-connect/core';

const [url, file, hash] = process.argv.slice(2);
const zenodo = new Zenodo({ baseUrl: url, dataciteUrl: url });
const source = await fileFromPath(file, { key: 'data.bin', hash: hash === '--hash' });
const started = performance.now();
await zenodo.files.uploadContent('1', source);
const seconds = (performance.now() - started) / 1000;
process.stdout.write(`${JSON.stringify({ seconds, peakBytes: process.resourceUsage().maxRSS * 1024 })}\n`);
process.exit(0);
