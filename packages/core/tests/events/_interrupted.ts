import {
  createZenodo,
  LocalRateBudget,
  type TransportReply,
  type TransportRequest,
  type WatchOptions,
  type ZenodoEvent,
} from '../../src/portable.ts';
import { Stream, StreamTransport } from './_stream.ts';

export const iso = (ms: number) => new Date(ms).toISOString();
export const token = 'a-very-secret-token';
export const hour = 3_600_000;
export const stream = new Stream({ seed: 21, records: 200, hours: 6, perMinute: 2, lagMs: [0, 1000] });

/** A stream that can be made to answer something else. */
class Interrupted extends StreamTransport {
  answer: (request: TransportRequest) => Partial<TransportReply> | Error | undefined = () => undefined;

  override async send(request: TransportRequest): Promise<TransportReply> {
    const instead = this.answer(request);
    const reply = await super.send(request);
    if (instead instanceof Error) throw instead;
    return instead ? { ...reply, body: {}, ...instead } : reply;
  }
}

export function setUp(options: Partial<WatchOptions> = {}) {
  const transport = new Interrupted(stream);
  const clock = { aheadMs: 0 };
  const zenodo = createZenodo({
    baseUrl: 'https://stream.example',
    token,
    transport,
    now: () => transport.time + clock.aheadMs,
    rateBudget: new LocalRateBudget(),
  });
  const open = (more: Partial<WatchOptions> = {}) => zenodo.watch({ sources: [{ kind: 'query' }], ...options, ...more });
  return { transport, clock, open, watcher: open() };
}

export async function over(transport: StreamTransport, watcher: ReturnType<ReturnType<typeof setUp>['open']>, hours: number) {
  const events: ZenodoEvent[] = [];
  const failures: unknown[] = [];
  for (const until = transport.time + hours * hour; transport.time < until; ) {
    const poll = await watcher.poll({ maxCalls: 1 });
    events.push(...poll.events);
    failures.push(...poll.failures);
    await watcher.confirm();
    transport.time += Math.max(poll.waitMs, 1);
  }
  return { events, failures };
}
export const published = (from: number, to: number) =>
  stream.changes.filter(({ kind, at }) => kind === 'publish' && at > from + 60_000 && at < to - 300_000).map(({ id }) => id);
export const subjects = (events: readonly ZenodoEvent[]) =>
  new Set(events.filter(({ type }) => type === 'record.published').map(({ subject }) => subject));
