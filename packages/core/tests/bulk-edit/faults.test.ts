import { expect, it } from 'vitest';
import {
  type BulkEditJournal,
  fileFromBuffer,
  memoryBulkEditJournal,
  type OwnRecord,
  undiciTransport,
  type ZenodoRecord,
} from '../../src/index.ts';
import { metadata, useTarget } from '../_util/target.ts';

const target = useTarget();
const seed = Number(process.env['BULK_EDIT_SEED'] ?? 4711);
const plans = Number(process.env['BULK_EDIT_PLANS'] ?? 25);

/** A small generator of its own, so that a plan can be played again by its seed. */
function randomOf(start: number): (below: number) => number {
  let state = start >>> 0 || 1;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
}

async function publish(title: string): Promise<ZenodoRecord> {
  const { id } = await target.zenodo.drafts.create({ metadata: { ...metadata, title } });
  await target.zenodo.files.upload(id, fileFromBuffer('a.txt', 'hello'));
  return target.zenodo.drafts.publish(id);
}

const calls = [
  { method: 'GET', path: '*/draft' },
  { method: 'POST', path: '*/draft' },
  { method: 'PUT', path: '*/draft' },
  { method: 'POST', path: '*/actions/publish' },
] as const;

it(`${plans} plans of faults end with every change made once, under the same DOI, and no draft left (seed ${seed})`, async () => {
  const random = randomOf(seed);
  for (let plan = 0; plan < plans; plan++) {
    const records = [await publish('One'), await publish('Two'), await publish('Three')];
    const request = {
      ids: records.map(({ id }) => id),
      // Applied twice it would show.
      change: ({ metadata: { title } }: OwnRecord) => ({ metadata: { title: `${title}+` } }),
      finish: 'publish',
      journal: memoryBulkEditJournal(),
    } as const;
    const { faults } = target.standIn;
    const effects = [
      (match: (typeof calls)[number]) => faults.workThen(match, 'silence'),
      (match: (typeof calls)[number]) => faults.workThen(match, { status: 502 }),
      (match: (typeof calls)[number]) => faults.answer(match, { status: 500 }),
      (match: (typeof calls)[number]) => faults.answer(match, { status: 403, body: { status: 403, message: 'Permission denied.' } }),
      (match: (typeof calls)[number]) => faults.cutReply(match, { afterBytes: random(40) }),
    ];
    for (let count = 1 + random(4); count > 0; count--) effects[random(effects.length)]?.(calls[random(calls.length)]!);
    const zenodo = target.client({ createLookMs: 300, transport: impatient() });
    // A process that dies between two rows, or before an entry is on disk: the next one has the journal and nothing else.
    const death = random(3);
    const stop = new AbortController();
    const onRow = () => death === 1 && stop.abort(new Error('died'));
    const journal = death === 2 ? dyingAt(random(6), request.journal) : request.journal;
    let left = await zenodo.bulkEdit({ ...request, journal, signal: stop.signal, onRow }).then(
      ({ failedIds }) => failedIds.length,
      () => records.length,
    );
    for (let again = 0; left > 0 && again < 10; again++) {
      left = await zenodo.bulkEdit(request).then(
        ({ failedIds }) => failedIds.length,
        () => records.length,
      );
    }
    faults.clear();
    const about = `plan ${plan} of seed ${seed}`;
    expect(left, about).toBe(0);
    for (const before of records) {
      const now = await target.zenodo.records.get(before.id);
      expect(now.metadata.title, about).toBe(`${before.metadata.title}+`);
      expect(now.pids['doi'], about).toEqual(before.pids['doi']);
      expect(await target.zenodo.drafts.find(before.id), about).toBeUndefined();
    }
  }
}, 120_000);

function dyingAt(save: number, journal: BulkEditJournal): BulkEditJournal {
  let saves = 0;
  return {
    load: () => journal.load(),
    save: async (entry) => {
      if (saves++ >= save) throw new Error('died');
      await journal.save(entry);
    },
  };
}

/** The real transport, for which pauses are short. */
function impatient() {
  const real = undiciTransport();
  return { send: real.send.bind(real), sleep: (ms: number, signal?: AbortSignal) => real.sleep(Math.min(ms, 20), signal) };
}
