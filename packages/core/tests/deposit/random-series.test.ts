import { type StandIn, startStandIn } from '@zenodo-connect/stand-in';
import { expect, it } from 'vitest';
import { type DepositJournalEntry, type DepositRequest, type FileSource, fileFromBuffer, isDepositError, Zenodo } from '../../src/index.ts';
import { randomOf } from '../_util/random.ts';
import { all, metadata } from '../_util/target.ts';

const calls = [
  ['POST', '*/draft/files'],
  ['PUT', '*/content'],
  ['POST', '*/commit'],
  ['POST', '*/pids/doi'],
  ['POST', '*/actions/publish'],
  ['POST', '*/versions'],
  ['POST', '*/files-import'],
  ['PUT', '*/draft'],
  ['GET', '/api/user/records'],
  ['DELETE', '*/draft/files/*'],
] as const;

/** Orders one failure of one kind of call. */
function orderFault({ faults }: StandIn, random: () => number): void {
  const pick = <Item>(items: readonly Item[]): Item => items[Math.floor(random() * items.length)]!;
  const [method, path] = pick(calls);
  const match = { method, path };
  pick([
    () => faults.workThen(match, { status: 504 }),
    () => faults.workThen(match, 'silence'),
    () => faults.answer(match, { status: 503 }),
    () => faults.answer(match, { status: 400, body: { status: 400, message: 'No.' } }),
    () => faults.answer(match, { status: 403, body: { status: 403, message: 'Permission denied.' } }),
    () => faults.cutRequest(match, { afterBytes: 3 }),
    () => faults.cutReply(match, { afterBytes: 10 }),
    () => faults.wrongChecksum({ method: 'POST', path: '*/commit', times: 2 }),
  ])();
}

interface Job {
  readonly key: string;
  readonly file: FileSource;
  readonly journal: NonNullable<DepositRequest['journal']> | undefined;
  isDone: boolean;
}

function jobOf(name: string, remembers: boolean): Job {
  let entry: DepositJournalEntry | undefined;
  const journal = {
    load: async () => entry,
    save: async (saved: DepositJournalEntry) => {
      entry = saved;
    },
  };
  return { key: name, file: fileFromBuffer(`${name}.xy`, `measured ${name}`), journal: remembers ? journal : undefined, isDone: false };
}

/** Each run continues what the latest run before it worked on, as the deposits of a series do. */
function runnerOf(standIn: StandIn) {
  const zenodo = new Zenodo({
    baseUrl: standIn.url,
    dataciteUrl: standIn.url,
    token: standIn.tokens.owner,
    createLookMs: 150,
    random: () => 0,
  });
  let latest: string | undefined;
  const run = async (job: Job): Promise<void> => {
    const previous = latest === undefined ? {} : { previous: latest };
    const journal = job.journal ? { journal: job.journal } : {};
    const request = { key: job.key, metadata, files: [job.file], finish: 'publish' as const, ...previous, ...journal };
    const done = await zenodo.deposit(request).catch((error: unknown) => error);
    job.isDone = !(done instanceof Error);
    if (isDepositError(done)) latest = done.draftId ?? latest;
    else if (job.isDone) latest = (done as { id: string }).id;
  };
  return { zenodo, run };
}

it.concurrent.each([[1], [2], [3], [4], [5], [6], [7], [8]])(
  'a series under random faults (seed %d) ends with every file in one concept, and no draft is left',
  async (seed) => {
    const random = randomOf(seed * 7919);
    await using standIn = await startStandIn({ port: 0, indexLagMs: seed % 2 ? 0 : 40 });
    const { zenodo, run } = runnerOf(standIn);
    const jobs = ['a', 'b', 'c', 'd'].map((name) => jobOf(name, random() < 0.5));
    await run(jobs[0]!);
    for (let count = 0; count < 2; count++) orderFault(standIn, random);
    // Side by side they share the draft of one next version.
    await Promise.all(jobs.slice(1, 3).map(run));
    orderFault(standIn, random);
    await run(jobs[3]!);
    standIn.faults.clear();
    for (let tries = 0; tries < 3; tries++) for (const job of jobs.filter(({ isDone }) => !isDone).toReversed()) await run(job);
    await new Promise((resolve) => setTimeout(resolve, 60));

    const own = await all(zenodo.records.own({ allVersions: true }));
    expect(own.filter((one) => !one.is_published)).toEqual([]);
    expect(new Set(own.map(({ parent }) => parent.id)).size).toBe(1);
    const files = await Promise.all(own.map(async ({ id }) => (await zenodo.records.files(id)).entries));
    const stored = new Set(files.flat().map(({ key, checksum }) => `${key} ${checksum}`));
    expect(stored).toEqual(new Set(jobs.map(({ file }) => `${file.key} md5:${file.knownMd5}`)));
  },
);
