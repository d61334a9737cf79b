/** Uploads one file as a stream through Node's own fetch: what many scripts do. Prints `{ seconds, peakBytes }`. */
import { createReadStream, statSync } from 'node:fs';

const [url, file] = process.argv.slice(2);
const started = performance.now();
const headers = { 'content-length': String(statSync(file).size), 'content-type': 'application/octet-stream' };
const response = await fetch(url, { method: 'PUT', body: createReadStream(file), duplex: 'half', headers });
if (!response.ok) throw new Error(`The sink answered ${response.status}.`);
const seconds = (performance.now() - started) / 1000;
process.stdout.write(`${JSON.stringify({ seconds, peakBytes: process.resourceUsage().maxRSS * 1024 })}\n`);
process.exit(0);
