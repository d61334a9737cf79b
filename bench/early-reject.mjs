/**
 * P9: a server refuses an upload as soon as it has the headers. Goal: at most 1 MiB reach it after its verdict; nothing is
 * left unhandled, and the broken connection is not used again.
 */
import { measure, serve } from './lib/child.mjs';
import { script } from './lib/clients.mjs';
import { payload } from './lib/payload.mjs';
import { has } from './lib/yardsticks.mjs';

const MIB = 1024 ** 2;

export async function earlyReject({ rounds = 7, quick = false } = {}) {
  const file = await payload((quick ? 256 : 1024) * MIB);
  const server = await serve(script('servers/refusing.mjs'));
  const target = `${server.url}/api/records/1/draft/files/data.bin/content`;
  const core = (...flags) => measure(process.execPath, [script('clients/core-refused.mjs'), server.url, file, ...flags]);
  const clients = {
    core: () => core(),
    'core, MD5 on the way': () => core('--hash'),
    'curl -T': has('curl') && (() => measure('curl', ['-sS', '-o', '/dev/null', '-T', file, target])),
    wget:
      has('wget') &&
      (() => measure('sh', ['-c', 'wget -q -O /dev/null --method=PUT --body-file="$1" "$2" 2>/dev/null; true', 'sh', file, target])),
    'python requests':
      has('python requests') &&
      (() => measure('sh', ['-c', 'python3 "$@" >/dev/null 2>&1; true', 'sh', script('clients/requests-upload.py'), server.url, file])),
  };
  try {
    process.stdout.write('\nBytes that arrive after an early 403\n');
    const most = {};
    for (const [name, run] of Object.entries(clients)) {
      if (!run) continue;
      const all = [];
      for (let round = 0; round < rounds; round += 1) {
        await run();
        all.push((await (await fetch(`${server.url}/count`)).json()).bytesAfter);
      }
      most[name] = Math.max(...all);
      process.stdout.write(`  ${name.padEnd(22)} ${all.map((bytes) => (bytes / MIB).toFixed(2)).join(' ')} MiB\n`);
    }
    process.stdout.write(`${JSON.stringify({ title: 'Bytes after an early 403', most })}\n`);
    return ['core', 'core, MD5 on the way'].map((name) => ({
      goal: `P9 ${name}: MiB after an early 403 ≤ 1`,
      value: most[name] / MIB,
      met: most[name] <= MIB,
    }));
  } finally {
    await server.close();
  }
}
