/**
 * Loads one thing and prints `{ peakBytes, cpuMs }`, and for `schemas` `{ ms }`: what the first answer took longer than the second.
 *
 *     node bench/clients/start.mjs empty | core | "core, portable" | "core with its first client" | "undici alone" | schemas
 */
const record = { id: '1', parent: { id: '0' }, metadata: {} };

const things = {
  empty: () => {},
  core: () => import('@zenodo-connect/core'),
  'core, portable': () => import('@zenodo-connect/core/portable'),
  'core with its first client': async () => {
    const { Zenodo } = await import('@zenodo-connect/core');
    // A first request waits for the network to be loaded; nobody listens there.
    await new Zenodo({ baseUrl: 'http://127.0.0.1:9' }).drafts.get('1', { maxRetries: 0 }).catch(() => {});
  },
  'undici alone': () => import('undici'),
  schemas: async () => {
    const { Zenodo } = await import('@zenodo-connect/core');
    const transport = { send: async () => ({ status: 200, headers: {}, body: record }), sleep: async () => {} };
    const zenodo = new Zenodo({ environment: 'sandbox', transport });
    const times = [];
    for (let call = 0; call < 2; call += 1) {
      const began = performance.now();
      await zenodo.drafts.get('1').catch(() => {});
      times.push(performance.now() - began);
    }
    return { ms: times[0] - times[1] };
  },
};

const told = await things[process.argv[2]]();
const { user, system } = process.cpuUsage();
process.stdout.write(
  `${JSON.stringify({ cpuMs: (user + system) / 1000, peakBytes: process.resourceUsage().maxRSS * 1024, ...(told?.ms && { ms: told.ms }) })}\n`,
);
process.exit(0);
