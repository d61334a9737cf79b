/**
 * A closed loop of PUTs with small bodies, each of another dataset, over a fixed number of connections.
 *
 *     node bench/clients/load.mjs URL TOKEN [--connections 32] [--seconds 4] [--bytes 2048]
 *
 * Prints `{ seconds, rps, p50Ms, p99Ms, refused }`, where `seconds` is the time of one request at that rate.
 */
import { parseArgs } from 'node:util';
import { scanSender } from '../lib/send-scan.mjs';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    connections: { type: 'string', default: '32' },
    seconds: { type: 'string', default: '4' },
    bytes: { type: 'string', default: '2048' },
  },
});
const [url, token] = positionals;
const connections = Number(values.connections);
const { send, close } = scanSender(url, { token, bytes: Number(values.bytes), connections });
const latencies = [];
let refused = 0;

async function worker(until) {
  while (performance.now() < until) {
    const started = performance.now();
    if (await send()) latencies.push(performance.now() - started);
    else refused += 1;
  }
}

/** All workers for that long, and how long it really took. */
async function round(seconds) {
  const started = performance.now();
  await Promise.all(Array.from({ length: connections }, () => worker(started + seconds * 1000)));
  return (performance.now() - started) / 1000;
}

await round(3); // warm: connections, caches, and V8 compiles the hot code for some seconds
latencies.length = 0;
refused = 0;
const took = await round(Number(values.seconds));
latencies.sort((a, b) => a - b);
const at = (q) => latencies[Math.floor((latencies.length - 1) * q)] ?? Number.NaN;
const rps = latencies.length / took;
process.stdout.write(`${JSON.stringify({ seconds: 1 / rps, rps, p50Ms: at(0.5), p99Ms: at(0.99), refused })}\n`);
close();
