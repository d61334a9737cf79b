/**
 * P15: what it costs to load core: wall time and memory over an empty script. Goal: at most 60 ms and 62 MB for the import;
 * the schemas come with the first answer and add at most 10 ms. Beside it the client with its network, and undici alone.
 */
import { measure } from './lib/child.mjs';
import { script } from './lib/clients.mjs';

const starts = ['empty', 'core', 'core, portable', 'core with its first client', 'undici alone'];

export async function coldStart({ rounds = 7, quick = false } = {}) {
  const times = Object.fromEntries(starts.map((name) => [name, []]));
  const cpu = Object.fromEntries(starts.map((name) => [name, []]));
  const peaks = Object.fromEntries(starts.map((name) => [name, 0]));
  const schemas = [];
  for (let round = 0; round < (quick ? rounds : rounds * 3); round += 1) {
    for (const name of round % 2 ? starts.toReversed() : starts) {
      const { wallSeconds, figures } = await measure(process.execPath, [script('clients/start.mjs'), name]);
      times[name].push(wallSeconds * 1000);
      cpu[name].push(figures.cpuMs);
      peaks[name] = Math.max(peaks[name], figures.peakBytes / 1e6);
    }
    const { figures } = await measure(process.execPath, [script('clients/start.mjs'), 'schemas']);
    schemas.push(figures.ms);
  }
  // What else runs on the machine only ever adds: the shortest time is the nearest to the truth.
  const shortest = (all) => Math.min(...all);
  const over = (name, what = times) => shortest(what[name]) - shortest(what.empty);
  process.stdout.write(
    `\nStart, ${times.empty.length} times each: shortest time over an empty script (${shortest(times.empty).toFixed(0)} ms), largest memory\n`,
  );
  for (const name of starts)
    process.stdout.write(
      `  ${name.padEnd(28)} +${over(name).toFixed(0).padStart(3)} ms  processor +${over(name, cpu).toFixed(0).padStart(3)} ms  ${peaks[name].toFixed(0)} MB\n`,
    );
  process.stdout.write(`  schemas, with the first answer +${shortest(schemas).toFixed(0).padStart(3)} ms\n`);
  process.stdout.write(
    `${JSON.stringify({ title: 'Start', over: Object.fromEntries(starts.map((name) => [name, over(name)])), peaks, schemasMs: shortest(schemas) })}\n`,
  );
  return [
    { goal: 'P15 import of core ≤ 60 ms over an empty script', value: over('core'), met: over('core') <= 60 },
    { goal: 'P15 memory after the import ≤ 62 MB', value: peaks.core, met: peaks.core <= 62 },
    { goal: 'P15 schemas, with the first answer, ≤ 10 ms', value: shortest(schemas), met: shortest(schemas) <= 10 },
  ];
}
