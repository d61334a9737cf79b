/**
 * PUTs with small bodies at a fixed rate, whether the server keeps up or not, after 20 s of the same; a latency is counted from when its request was to
 * be sent.
 *
 *     node bench/clients/open-loop.mjs URL TOKEN [--rate 1000] [--seconds 6] [--connections 64] [--bytes 2048]
 *
 * Prints `{ seconds, p50Ms, p99Ms, refused, sent }`, where `seconds` is the p99.
 */
import { parseArgs } from 'node:util';
import { scanSender } from '../lib/send-scan.mjs';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    rate: { type: 'string', default: '1000' },
    seconds: { type: 'string', default: '6' },
    connections: { type: 'string', default: '64' },
    bytes: { type: 'string', default: '2048' },
  },
});
const [url, token] = positionals;
const rate = Number(values.rate);
const { send, close } = scanSender(url, { token, bytes: Number(values.bytes), connections: Number(values.connections) });
let refused = 0;

async function timed(at, latencies) {
  if (await send()) latencies.push(performance.now() - at);
  else refused += 1;
}

/** All of a round's requests are sent when they are due; what is late is sent at once. */
async function round(seconds) {
  const latencies = [];
  const started = performance.now();
  const all = [];
  const total = Math.round(rate * seconds);
  for (let next = 0; next < total; ) {
    const due = Math.min(total, Math.floor(((performance.now() - started) * rate) / 1000) + 1);
    for (; next < due; next += 1) all.push(timed(started + (next * 1000) / rate, latencies));
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  await Promise.all(all);
  return latencies;
}

// Of the first ten thousand requests V8 compiles again what it had compiled too narrowly, at hundreds of milliseconds a time.
await round(20);
refused = 0;
const latencies = (await round(Number(values.seconds))).toSorted((a, b) => a - b);
const at = (q) => latencies[Math.floor((latencies.length - 1) * q)] ?? Number.NaN;
const figures = { seconds: at(0.99) / 1000, p50Ms: at(0.5), p99Ms: at(0.99), refused, sent: latencies.length + refused };
process.stdout.write(`${JSON.stringify(figures)}\n`);
close();
