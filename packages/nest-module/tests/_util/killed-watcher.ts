import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { MemoryWatchStore, type ZenodoEvent } from '@zenodo-connect/core';
import { createZenodo, LocalRateBudget } from '@zenodo-connect/core/portable';
import { onTestFinished } from 'vitest';
import { randomOf, Stream, type StreamPlan, StreamTransport, streamStart } from '../../../core/tests/events/_stream.ts';
import { createPostgresStore, createSqliteStore } from '../../src/index.ts';
import type { Told } from '../_children/watching.ts';

const script = fileURLToPath(new URL('../_children/watching.ts', import.meta.url));
const hour = 3_600_000;
const points = ['before a commit', 'after a commit', 'before a confirmation'] as const;

export interface WatchedDay {
  readonly stream: Stream;
  readonly kills: number;
  /** Each time that an event was told: its id, and what it is about. */
  readonly told: readonly { readonly id: string; readonly happening: string }[];
  /** The ids of what a handler of all events is owed, in the store. */
  readonly owed: readonly string[];
}

/**
 * Watches a day with one process at a time on a store, killed so many times over it: half of the times by its own hand around
 * a commit, else from outside. Each time the day goes on for up to twenty minutes without anybody watching.
 */
export async function watchKilled(plan: StreamPlan, store: Told['store'], kills: number, seed: number): Promise<WatchedDay> {
  const random = randomOf(seed);
  const stream = new Stream(plan);
  const until = stream.end + 12 * hour;
  const told: { id: string; happening: string }[] = [];
  const deaths = Array.from({ length: kills }, () => streamStart + Math.floor(random() * (stream.end - streamStart))).toSorted(
    (a, b) => a - b,
  );
  let time = streamStart;
  let killed = 0;
  for (;;) {
    const death = deaths[killed];
    const dieAt = random() < 0.5 ? points[Math.floor(random() * points.length)] : undefined;
    const end = death === undefined ? {} : { dieAfter: death, ...(dieAt && { dieAt }) };
    const child = spawn(
      process.execPath,
      ['--disable-warning=ExperimentalWarning', script, JSON.stringify({ plan, store, time, until, ...end })],
      {
        stdio: ['ignore', 'pipe', 'inherit'],
      },
    );
    onTestFinished(() => void child.kill('SIGKILL'));
    let rest = '';
    let isDone = false;
    child.stdout.on('data', (chunk: Buffer) => {
      const lines = (rest + chunk.toString()).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) {
        const [kind, first = '', ...others] = line.split(' ');
        if (kind === 'e') told.push({ id: first, happening: others.join(' ') });
        else if (kind === 't') time = Number(first);
        else isDone = kind === 'done';
      }
      if (death !== undefined && dieAt === undefined && time >= death) setTimeout(() => child.kill('SIGKILL'), random() * 10);
    });
    const [code, signal] = (await once(child, 'close')) as [number | null, string | null];
    if (isDone) return { stream, kills: killed, told, owed: await owedIn(store) };
    if (signal !== 'SIGKILL') throw new Error(`The watcher ended with ${code ?? signal}; see its error above. Seed ${seed}.`);
    killed += 1;
    time += Math.floor(random() * 20 * 60_000);
  }
}

async function owedIn(given: Told['store']): Promise<string[]> {
  const store = await ('path' in given ? createSqliteStore(given) : createPostgresStore(given));
  try {
    const rows = await store.query(`SELECT event_id FROM ${store.table('watch_call')} WHERE handler = 'everything'`);
    return rows.map((row) => String(row['event_id']));
  } finally {
    await store.close();
  }
}

/** The same day, told to a watcher that nobody disturbs. */
export async function watchCalmly(stream: Stream): Promise<readonly ZenodoEvent[]> {
  const transport = new StreamTransport(stream);
  const now = () => transport.time;
  const zenodo = createZenodo({ baseUrl: 'https://stream.example', token: 'token', transport, now, rateBudget: new LocalRateBudget() });
  const watcher = zenodo.watch({ sources: [{ kind: 'query' }], store: new MemoryWatchStore() });
  const told: ZenodoEvent[] = [];
  while (transport.time < stream.end + 12 * hour) {
    const { events, waitMs } = await watcher.poll({ maxCalls: 1 });
    told.push(...events);
    if (events.length > 0) await watcher.confirm();
    transport.time += waitMs;
  }
  return told;
}

/** What happened in the stream and has to be told: publications, edits, and deletions of what was seen before. */
export function owedOf({ changes }: Stream): readonly string[] {
  const seen = new Set<string>();
  return changes.flatMap(({ kind, id, revision }) => {
    const wasSeen = seen.has(id);
    if (kind !== 'include' && kind !== 'remove') seen.add(id);
    if (kind === 'publish') return [`record.published ${id} `];
    if (kind === 'version') return [`version.published ${id} `];
    if (kind === 'edit') return [`metadata.changed ${id} ${revision}`];
    return kind === 'delete' && wasSeen ? [`record.deleted ${id} `] : [];
  });
}

/** Every id with all that was told under it, and the other way round, for the claim that there is one for each. */
export const pairsOf = (told: WatchedDay['told']): ReadonlySet<string> => new Set(told.map(({ id, happening }) => `${id} ${happening}`));
