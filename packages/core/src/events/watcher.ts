import { isAuthenticationError, isPermissionError, isRateLimitError, isZenodoError } from '../errors/guards.ts';
import type { Feeds } from '../resources/feeds.ts';
import type { CallOptions } from '../types/call-options.ts';
import { settled } from '../types/settled.ts';
import { refusedAccount, welcomedAccount } from './account.ts';
import { type DoubtTask, nextTask, type SourceTask, type Task } from './agenda.ts';
import type { EventType, ZenodoEvent } from './event-types.ts';
import { latestEvent } from './latest.ts';
import { Memory } from './memory.ts';
import { Observer } from './observe.ts';
import { afterCall, paceWaitMs, restMs, retryMs } from './pace.ts';
import { keyOf } from './sources.ts';
import { periodMs, rareAt, type StepContext, soonAt } from './step.ts';
import { confirmGone, confirmLeft } from './step-confirm.ts';
import { askForDoi, packDoi } from './step-doi.ts';
import { isBetweenRounds, readSource } from './step-source.ts';
import { SortedIds, sweep } from './step-sweep.ts';
import { isRareWalk, walkOf, walkSource } from './step-walk.ts';
import { burst, type WatchOptions, type WatchSettings, watchSettings } from './watch-options.ts';
import { freshSource, type SourceState } from './watch-state.ts';

export interface PollOptions {
  /** Milliseconds that the poll may take; a call that was begun is waited for. Default: until nothing is due. */
  readonly budgetMs?: number;
  /** Calls that it may make. */
  readonly maxCalls?: number;
  readonly signal?: AbortSignal;
}

export interface Poll {
  /** All that was not confirmed, the oldest first: those of this poll, and those of earlier ones. */
  readonly events: readonly ZenodoEvent[];
  /** Calls that were made. */
  readonly calls: number;
  /** Milliseconds until there is something to do. */
  readonly waitMs: number;
  /** What went wrong and will be tried again by itself. */
  readonly failures: readonly WatchFailure[];
}

export interface WatchFailure {
  /** The source, such as `community my-community`, the kind of the step, or `run` for what `deliver` and the store could not do. */
  readonly at: string;
  readonly error: unknown;
}

export interface RunOptions {
  /** Gets events as they are observed. When it fails they come again; when it is done they are confirmed. */
  readonly deliver: (events: readonly ZenodoEvent[]) => Promise<void> | void;
  readonly onFailure?: (failure: WatchFailure) => void;
  /** Ends the run, with its reason. */
  readonly signal?: AbortSignal;
}

/** Events wait here for who takes them; so many, and nothing more is looked for. */
const mostOutgoing = 1000;

/**
 * Observes changes at Zenodo, which pushes nothing. What is seen is stored before it is told, and an event that was told
 * and not confirmed is told again, after a crash too: at least once, with the same id.
 */
export class Watcher {
  readonly #feeds: Feeds;
  readonly #settings: WatchSettings;
  readonly #sorted = new SortedIds();
  #memory: Memory | undefined;
  #shown: readonly ZenodoEvent[] = [];
  #before: Promise<unknown> = Promise.resolve();

  /** @throws {ConfigurationError} an option is missing or wrong */
  constructor(feeds: Feeds, options: WatchOptions) {
    this.#feeds = feeds;
    this.#settings = watchSettings(options);
  }

  /**
   * Does what is due, call by call, and answers what happened. Events stay until they are confirmed.
   *
   * @throws {ZenodoError} what cannot heal by itself, at the first look: an unknown community, a wrong token, a query that Zenodo does not read
   */
  poll(options: PollOptions = {}): Promise<Poll> {
    return this.#inTurn(() => this.#poll(options));
  }

  async #poll({ budgetMs = Number.POSITIVE_INFINITY, maxCalls = Number.POSITIVE_INFINITY, signal }: PollOptions): Promise<Poll> {
    const memory = await this.#loaded();
    const until = this.#feeds.now() + budgetMs;
    const failures: WatchFailure[] = [];
    let calls = 0;
    let waitMs = 0;
    while (memory === this.#memory && memory.outgoing.length < mostOutgoing) {
      signal?.throwIfAborted();
      const now = this.#feeds.now();
      const observer = new Observer(memory, this.#settings);
      observer.embargoes(now);
      const task = nextTask({ memory, settings: this.#settings }, now);
      waitMs = task ? this.#waitMs(task, memory, now) : restMs(99);
      if (!task || waitMs > 0 || calls >= maxCalls || now >= until) break;
      calls += 1;
      const timeoutMs = Math.min(Math.max(until - now, 1000), 60_000);
      const context = { feeds: this.#feeds, memory, observer, settings: this.#settings };
      const call = { maxRetries: 0, timeoutMs, ...(signal && { signal }) };
      const failure = await this.#step(task, { ...context, call });
      signal?.throwIfAborted();
      if (failure) failures.push(failure);
      await this.#commit(memory);
    }
    await this.#commit(memory);
    this.#shown = memory === this.#memory ? memory.outgoing : [];
    return { events: this.#shown, calls, waitMs, failures };
  }

  /**
   * The newest thing that would have been such an event: for somebody who wants to see one before it happens. It is read
   * apart from what is watched and changes nothing of that; one or two calls. Undefined where none can be found, as of
   * deletions, which no list shows.
   */
  latest(types: readonly EventType[], options: CallOptions = {}): Promise<ZenodoEvent | undefined> {
    return latestEvent(this.#feeds, this.#settings.sources, types, options);
  }

  /** Says that the events of the last poll, or these of them, were dealt with: they will not come again. */
  confirm(ids?: readonly string[]): Promise<void> {
    return this.#inTurn(async () => {
      const memory = await this.#loaded();
      memory.delivered(ids ?? this.#shown.map(({ id }) => id));
      await this.#commit(memory);
    });
  }

  /**
   * Watches until the signal ends it, one call at a time. With `onFailure` it goes on by itself after what `deliver` or the
   * store could not do, with growing rests; without, the third failure in a row ends it.
   *
   * @throws the signal's reason, or what `poll` throws about sources
   */
  async run({ deliver, onFailure, signal }: RunOptions): Promise<never> {
    for (let inRow = 0; ; ) {
      const round = await settled(this.#round(deliver, onFailure, signal));
      signal?.throwIfAborted();
      inRow = round.ok ? 0 : inRow + 1;
      const error = round.ok ? undefined : round.error;
      if (isZenodoError(error) || (inRow > 2 && onFailure === undefined)) throw error;
      if (!round.ok) onFailure?.({ at: 'run', error });
      const pauseMs = round.ok ? round.value : retryMs(inRow);
      if (pauseMs > 0) await this.#feeds.sleep(pauseMs, signal);
    }
  }

  /** One call, and what came of it delivered and confirmed; answers how long there is nothing to do. */
  async #round(deliver: RunOptions['deliver'], onFailure: RunOptions['onFailure'], signal: AbortSignal | undefined): Promise<number> {
    const { events, waitMs, failures } = await this.poll({ maxCalls: 1, ...(signal && { signal }) });
    for (const failure of failures) onFailure?.(failure);
    if (events.length === 0) return waitMs;
    await deliver(events);
    await this.confirm();
    return waitMs;
  }

  /** Polls and confirmations go one after another, whoever asks for them. */
  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#before.then(work);
    this.#before = settled(done);
    return done;
  }

  async #loaded(): Promise<Memory> {
    if (this.#memory) return this.#memory;
    const { store, mostKnown, mostValues } = this.#settings;
    const memory = await Memory.load(store, this.#feeds.origin, { r: mostKnown, q: mostKnown, v: mostValues });
    for (const source of this.#settings.sources) {
      if (source.kind !== 'datacite') continue;
      for (const doi of source.dois ?? []) {
        if (memory.get('x', doi) === undefined) memory.set('x', doi, packDoi({ state: 'awaited', tries: 0, nextAt: 0, isListed: true }));
      }
    }
    this.#memory = memory;
    return memory;
  }

  /** What could not be committed is forgotten: another watcher of this store went ahead, and is where we go on. */
  async #commit(memory: Memory): Promise<void> {
    if (!(await memory.commit())) this.#memory = undefined;
  }

  #waitMs({ kind, at }: Task, { state }: Memory, now: number): number {
    const paced = kind === 'doi' ? 0 : paceWaitMs(state.nextCallAt, this.#settings.intervalMs, burst, now);
    return Math.max(at - now, paced, 0);
  }

  async #step(task: Task, context: StepContext): Promise<WatchFailure | undefined> {
    const { memory } = context;
    const now = this.#feeds.now();
    if (task.kind !== 'doi') {
      memory.state = { ...memory.state, nextCallAt: afterCall(memory.state.nextCallAt, this.#settings.intervalMs, burst, now) };
    }
    if ('source' in task) return this.#stepOfSource(task, context, now);
    const done = await settled(this.#other(task, context));
    if (done.ok) return undefined;
    context.call.signal?.throwIfAborted();
    // What is rare can wait: a source that is read finds out when the trouble is over.
    if (task.kind === 'sweep') memory.state = { ...memory.state, sweep: { ...memory.state.sweep, nextAt: rareAt(context) } };
    else postpone(task, memory, now + doubtRestMs);
    return { at: task.kind, error: done.error };
  }

  async #other(task: Exclude<Task, SourceTask>, context: StepContext): Promise<void> {
    const { memory } = context;
    if (task.kind === 'gone' || task.kind === 'left') memory.state = { ...memory.state, doubtAt: soonAt(context) };
    if (task.kind === 'doi') return askForDoi(task.id, memory, this.#feeds, context.call);
    if (task.kind === 'gone') return confirmGone(context, task.id);
    if (task.kind === 'left')
      return confirmLeft(
        context,
        task.id,
        Object.values(memory.state.sources).flatMap((state) => state?.community ?? []),
      );
    const next = await sweep(context, this.#sorted);
    memory.state = { ...memory.state, sweep: next, rareAt: rareAt(context) };
  }

  async #stepOfSource(task: SourceTask, context: StepContext, now: number): Promise<WatchFailure | undefined> {
    const { memory } = context;
    const key = keyOf(task.source);
    const state = memory.state.sources[key] ?? freshSource;
    const keep = (next: SourceState) => (memory.state = { ...memory.state, sources: { ...memory.state.sources, [key]: next } });
    const done = await settled(task.kind === 'read' ? readSource(context, task.source, state) : walkSource(context, task.source, state));
    if (done.ok) {
      const isNews = (done.value.reading?.newest ?? 0) > (state.reading?.newest ?? 0);
      const next = { ...done.value, failures: 0, works: true, ...((isNews || state.newsAt === undefined) && { newsAt: now }) };
      const dueAt = task.kind === 'walk' ? next.dueAt : isBetweenRounds(next) ? now + periodMs(context, key, now) : now;
      if (task.kind === 'walk' && isRareWalk(task.source, walkOf(task.source, state)))
        memory.state = { ...memory.state, rareAt: rareAt(context) };
      keep(task.source.kind === 'own' ? welcomedAccount({ ...next, dueAt }, context) : { ...next, dueAt });
      return undefined;
    }
    context.call.signal?.throwIfAborted();
    const { error } = done;
    if (!state.works && cannotHeal(error)) throw error;
    const failures = state.failures + 1;
    const opensAt = isRateLimitError(error) ? error.resetAt?.getTime() : undefined;
    const failed = { ...state, failures, dueAt: opensAt ?? now + restMs(failures) };
    const isRefused = task.source.kind === 'own' && (isPermissionError(error) || isAuthenticationError(error));
    keep(isRefused ? refusedAccount(failed, context, now) : failed);
    return { at: key, error };
  }
}

/** A doubt or a DOI that could not be looked at is looked at later. */
function postpone(task: DoubtTask, memory: Memory, at: number): void {
  if (task.kind === 'gone') {
    const [looks] = JSON.parse(memory.get('g', task.id)!) as [number, number];
    memory.set('g', task.id, JSON.stringify([looks, at]));
  } else if (task.kind === 'left') {
    memory.set('c', task.id, String(at));
  } else {
    const [state, tries, , listed] = JSON.parse(memory.get('x', task.id)!) as [string, number, number, number];
    memory.set('x', task.id, JSON.stringify([state, tries, at, listed]));
  }
}

const doubtRestMs = 5 * 60_000;
const lasting: readonly string[] = ['configuration', 'permission', 'authentication', 'not_found', 'gone', 'validation'];
const cannotHeal = (error: unknown): boolean => !isZenodoError(error) || lasting.includes(error.code);
