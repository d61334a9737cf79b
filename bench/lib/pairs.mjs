/**
 * Measures variants against a baseline within one run: each round runs every variant once in shuffled order and the
 * baseline three times (start, middle, end); a ratio is taken inside the round against that round's baseline median.
 * The machine drifts by more than any single figure can be trusted for, the ratios do not.
 *
 * @param {{ rounds: number, baseline: string, variants: Record<string, () => Promise<{ seconds: number, wallSeconds?: number, peakBytes?: number, cpuSeconds?: number }>> }} plan
 * @returns {Promise<Row[]>} one row a variant, the baseline first
 *
 * @typedef {{ name: string, n: number, seconds: number, lowest: number, highest: number, peakBytes: number | undefined, cpuSeconds: number | undefined, ratio: number, ratioLow: number, ratioHigh: number, wallRatio: number | undefined }} Row
 */
export async function pairs({ rounds, baseline, variants }) {
  const others = Object.keys(variants).filter((name) => name !== baseline);
  const samples = Object.fromEntries(Object.keys(variants).map((name) => [name, []]));
  const ratios = Object.fromEntries(others.map((name) => [name, []]));
  const wallRatios = Object.fromEntries(others.map((name) => [name, []]));
  for (let round = 1; round <= rounds; round += 1) {
    const order = shuffle(others);
    const middle = Math.ceil(order.length / 2);
    const inRound = {};
    const wallInRound = {};
    for (const name of [baseline, ...order.slice(0, middle), baseline, ...order.slice(middle), baseline]) {
      const sample = await variants[name]();
      samples[name].push(sample);
      inRound[name] = [...(inRound[name] ?? []), sample.seconds];
      wallInRound[name] = [...(wallInRound[name] ?? []), sample.wallSeconds ?? sample.seconds];
      process.stderr.write(`  round ${round} of ${rounds}: ${name} ${sample.seconds.toFixed(3)} s\n`);
    }
    for (const name of others) {
      ratios[name].push(median(inRound[name]) / median(inRound[baseline]));
      wallRatios[name].push(median(wallInRound[name]) / median(wallInRound[baseline]));
    }
  }
  return [baseline, ...others].map((name) => {
    const seconds = samples[name].map((sample) => sample.seconds);
    const of = ratios[name] ?? [1];
    const cpus = samples[name].map((sample) => sample.cpuSeconds).filter((cpu) => cpu !== undefined);
    const peaks = samples[name].map((sample) => sample.peakBytes).filter((peak) => peak !== undefined);
    return {
      name,
      n: seconds.length,
      seconds: median(seconds),
      lowest: Math.min(...seconds),
      highest: Math.max(...seconds),
      peakBytes: peaks.length > 0 ? Math.max(...peaks) : undefined,
      cpuSeconds: cpus.length > 0 ? median(cpus) : undefined,
      ratio: median(of),
      ratioLow: quantile(of, 0.25),
      ratioHigh: quantile(of, 0.75),
      // With the start of the process in it.
      wallRatio: samples[name].some((sample) => sample.wallSeconds !== undefined) ? median(wallRatios[name] ?? [1]) : undefined,
    };
  });
}

/** Prints rows for people, then one JSON line for machines. */
export function report(title, rows) {
  process.stdout.write(`\n${title}\n`);
  const width = Math.max(...rows.map((row) => row.name.length));
  for (const row of rows) {
    const cpu = row.cpuSeconds === undefined ? '' : `cpu ${row.cpuSeconds.toFixed(2)} s  `;
    const peak = row.peakBytes === undefined ? '–' : `${(row.peakBytes / 1e6).toFixed(0)} MB`;
    process.stdout.write(
      `  ${row.name.padEnd(width)}  n=${row.n}  ${row.seconds.toFixed(3)} s [${row.lowest.toFixed(3)}–${row.highest.toFixed(3)}]  ` +
        `${cpu}peak ${peak}  ratio ${row.ratio.toFixed(2)} (${row.ratioLow.toFixed(2)}–${row.ratioHigh.toFixed(2)})${row.wallRatio === undefined ? '' : `  whole process ${row.wallRatio.toFixed(2)}`}\n`,
    );
  }
  process.stdout.write(`${JSON.stringify({ title, rows })}\n`);
}

const median = (values) => quantile(values, 0.5);

function quantile(values, q) {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (sorted.length - 1) * q;
  const low = sorted[Math.floor(at)];
  return low + (sorted[Math.ceil(at)] - low) * (at - Math.floor(at));
}

function shuffle(values) {
  const rest = [...values];
  const mixed = [];
  while (rest.length > 0) mixed.push(...rest.splice(Math.floor(Math.random() * rest.length), 1));
  return mixed;
}
