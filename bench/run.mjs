/**
 * `npm run bench`: every benchmark, its rows, and whether each goal is met.
 *
 *     npm run bench -- [names] [--quick] [--rounds N] [--assert]
 */
import { parseArgs } from 'node:util';

/** Each is loaded when it runs. A benchmark takes `{ rounds, quick }` and answers `{ goal, value, met }` for each goal. */
const benches = {
  upload: async () => (await import('./upload.mjs')).upload,
  'upload-memory': async () => (await import('./upload-memory.mjs')).uploadMemory,
  'upload-verified': async () => (await import('./upload-verified.mjs')).uploadVerified,
  'upload-tls': async () => (await import('./upload-tls.mjs')).uploadTls,
  'small-files': async () => (await import('./small-files.mjs')).smallFiles,
  'rate-limit': async () => (await import('./rate-limit.mjs')).rateLimit,
  download: async () => (await import('./download.mjs')).download,
  resume: async () => (await import('./resume.mjs')).resume,
  faults: async () => (await import('./faults.mjs')).faults,
  polling: async () => (await import('./polling.mjs')).polling,
  'early-reject': async () => (await import('./early-reject.mjs')).earlyReject,
  'cold-start': async () => (await import('./cold-start.mjs')).coldStart,
  gateway: async () => (await import('./gateway.mjs')).gateway,
  'gateway-latency': async () => (await import('./gateway-latency.mjs')).gatewayLatency,
  'gateway-while-uploading': async () => (await import('./gateway-while-uploading.mjs')).gatewayWhileUploading,
  'gateway-backlog': async () => (await import('./gateway-backlog.mjs')).gatewayBacklog,
  'gateway-events': async () => (await import('./gateway-events.mjs')).gatewayEvents,
  n8n: async () => (await import('./n8n.mjs')).n8n,
  nest: async () => (await import('./nest.mjs')).nest,
  'stand-in': async () => (await import('./stand-in.mjs')).standIn,
};

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    rounds: { type: 'string' },
    quick: { type: 'boolean' },
    large: { type: 'boolean' },
    assert: { type: 'boolean' },
    help: { type: 'boolean' },
  },
});
const unknown = positionals.find((name) => !(name in benches));
const rounds = Number(options.rounds ?? (options.quick ? 3 : 7));
const wrong =
  unknown !== undefined ? `There is no benchmark "${unknown}".` : rounds >= 1 ? undefined : '--rounds takes a number, 1 or more.';
if (options.help || wrong) {
  if (wrong) process.stdout.write(`${wrong}\n`);
  process.stdout.write(
    `npm run bench -- [names] [--quick] [--large] [--rounds N] [--assert]\n  names: ${Object.keys(benches).join(', ')}; default: all\n` +
      '  --quick   small sizes and 3 rounds\n  --large   n8n also with 6 GiB\n  --assert  exit with 1 when a goal is missed\n',
  );
  process.exit(wrong ? 1 : 0);
}

const goals = [];
for (const name of positionals.length > 0 ? positionals : Object.keys(benches)) {
  process.stderr.write(`${name} …\n`);
  const bench = await benches[name]();
  goals.push(...(await bench({ rounds, quick: options.quick ?? false, large: options.large ?? false })));
}
process.stdout.write('\nGoals\n');
for (const { goal, value, met } of goals) process.stdout.write(`  ${met ? 'met   ' : 'missed'}  ${goal}: ${value.toFixed(2)}\n`);
process.exitCode = options.assert && goals.some((goal) => !goal.met) ? 1 : 0;
