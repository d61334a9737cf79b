/**
 * Downloads the file of a record through core and prints `{ seconds, peakBytes, receivedBytes }`: the transfer alone, start-up left out.
 *
 *     node bench/clients/core-download.mjs URL FOLDER
 */
import { Zenodo } from '@zenodo-connect/core';

const [url, to] = process.argv.slice(2);
const zenodo = new Zenodo({ baseUrl: url, dataciteUrl: url });
const started = performance.now();
const { receivedBytes } = await zenodo.download('1', { to, overwrite: true });
const seconds = (performance.now() - started) / 1000;
process.stdout.write(`${JSON.stringify({ seconds, peakBytes: process.resourceUsage().maxRSS * 1024, receivedBytes })}\n`);
process.exit(0);
