/**
 * P17: watching 10, 1,000 and 100,000 records over a day of changes, on a virtual clock. Goals: the same number of calls for
 * all (± 2 an hour), at most 180 an hour, told within 12 s on average at that rate and 2.5 s at the full budget, nothing
 * missed. Beside it at the same 180 calls an hour: each record read in turn, and searches that name 300 ids each.
 */
import { createZenodo, LocalRateBudget } from '@zenodo-connect/core/portable';
import { Stream, StreamTransport, streamStart } from '../packages/core/tests/events/_stream.ts';

const hourMs = 3_600_000;
const sizes = [10, 1000, 100_000];
const roundTripMs = 300;

/** Edits and later versions of the records that are watched, and when each was told. */
async function watch(stream, ids, { share, hours }) {
  const transport = new StreamTransport(stream, roundTripMs);
  const zenodo = createZenodo({
    baseUrl: 'https://zenodo.example',
    token: 'none',
    transport,
    now: () => transport.time,
    rateBudget: new LocalRateBudget(),
  });
  const watcher = zenodo.watch({ sources: [{ kind: 'concepts', ids }], share });
  const told = new Map();
  const until = streamStart + hours * hourMs;
  while (transport.time < until) {
    const { events, waitMs } = await watcher.poll({ maxCalls: 1 });
    for (const { subject, data } of events) {
      const key = `${subject}/${data.after?.revision_id ?? ''}`;
      if (!told.has(key)) told.set(key, transport.time);
    }
    await watcher.confirm();
    transport.time += waitMs;
  }
  return { told, calls: transport.calls / hours };
}

/** The changes that a watcher of these concepts owes, but for the last minutes, which it may still tell. */
function owedBy(stream, ids, hours) {
  const watched = new Set(ids.map((id) => String(Number(id) + 1)));
  const until = streamStart + hours * hourMs - 600_000;
  return stream.changes.filter(({ kind, id, at }) => kind === 'edit' && watched.has(id) && at < until && at > streamStart + 600_000);
}

/** One call each 20 s, a part of the records with each: when does it come by after a change? */
function inTurn(changes, records, aCall) {
  const calls = Math.ceil(records / aCall);
  const sweepMs = calls * 20_000;
  return changes.map(({ id, at }) => {
    const place = Math.floor((Number(id) - 1_000_001) / 2 / aCall) * 20_000;
    const phase = (at - streamStart - place) % sweepMs;
    return (phase <= 0 ? -phase : sweepMs - phase) + roundTripMs;
  });
}

const summary = (latencies) => {
  const sorted = latencies.toSorted((a, b) => a - b);
  const seconds = (at) => sorted[Math.min(Math.floor(at * sorted.length), sorted.length - 1)] / 1000;
  return {
    changes: sorted.length,
    mean: sorted.reduce((sum, one) => sum + one, 0) / sorted.length / 1000,
    p95: seconds(0.95),
    most: seconds(1),
  };
};

/**
 * @param {number} records
 * @param {{ share: number, hours: number }} plan
 */
export async function play(records, plan) {
  const perMinute = plan.share === 1 ? 20 : 3;
  const stream = new Stream({ seed: records, records, hours: plan.hours, perMinute, lagMs: [300, 1500] });
  const ids = stream.concepts(records);
  const owed = owedBy(stream, ids, plan.hours);
  const { told, calls } = await watch(stream, ids, plan);
  const found = owed.flatMap(({ id, revision, at }) => (told.has(`${id}/${revision}`) ? [told.get(`${id}/${revision}`) - at] : []));
  return {
    calls,
    missed: owed.length - found.length,
    ...summary(found),
    getEach: summary(inTurn(owed, records, 1)),
    named: summary(inTurn(owed, records, 300)),
  };
}

export async function polling({ quick = false } = {}) {
  const goals = [];
  const rates = [];
  for (const [title, share, hours] of [
    ['a tenth of the searches', 0.1, quick ? 6 : 24],
    ['all searches', 1, quick ? 1 : 4],
  ]) {
    process.stdout.write(`\n${title}, ${hours} virtual hours\n`);
    for (const records of sizes) {
      const row = await play(records, { share, hours });
      const of = ({ mean, p95, most }) => `mean ${mean.toFixed(1)} s, p95 ${p95.toFixed(1)} s, most ${most.toFixed(1)} s`;
      process.stdout.write(
        `  ${String(records).padStart(6)} records  ${row.calls.toFixed(1)} calls/h  ${row.changes} changes, ${row.missed} missed: ${of(row)}\n`,
      );
      if (share < 1)
        process.stdout.write(
          `         each in turn, 180 calls/h: ${of(row.getEach)}; 300 ids a search: ${of(row.named)}; ${(row.getEach.mean / row.mean).toFixed(0)} × and ${(row.named.mean / row.mean).toFixed(1)} × as slow\n`,
        );
      process.stdout.write(`${JSON.stringify({ title, records, ...row })}\n`);
      const name = `${title}, ${records} records`;
      goals.push({ goal: `${name}: none missed`, value: row.missed, met: row.missed === 0 });
      if (row.changes > 0) goals.push({ goal: `${name}: mean seconds`, value: row.mean, met: row.mean <= (share < 1 ? 12 : 2.5) });
      if (share < 1) rates.push(row.calls);
    }
  }
  const most = Math.max(...rates);
  goals.push({ goal: 'calls an hour', value: most, met: most <= 180 });
  goals.push({
    goal: 'calls an hour, between 10 and 100,000 records',
    value: most - Math.min(...rates),
    met: most - Math.min(...rates) <= 2,
  });
  return goals;
}
