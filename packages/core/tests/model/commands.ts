import { createHash } from 'node:crypto';
import type fc from 'fast-check';
import { expect } from 'vitest';
import {
  type DepositRequest,
  type DepositStepName,
  type FileEntry,
  type FilePolicy,
  fileFromBuffer,
  isDepositError,
  memoryJournal,
} from '../../src/index.ts';
import { all, metadata, newKey } from '../_util/target.ts';
import { apply, type Ending, endingOf, type Files, type LostCall, type Model, type Real } from './concept-model.ts';

type Command = fc.AsyncCommand<Model, Real>;

/** What is asked of a deposit. */
export interface Asked {
  readonly files: Files;
  readonly policy: FilePolicy;
  readonly finish: 'leave' | 'publish';
  readonly lost: LostCall | undefined;
}

const textOf = (asked: Asked): string =>
  `${asked.policy} ${asked.finish} ${JSON.stringify([...asked.files])} losing ${asked.lost ?? 'nothing'}`;

/** A deposit of the next files, run until it has ended. */
export class Deposit implements Command {
  readonly #asked: Asked;

  constructor(asked: Asked) {
    this.#asked = asked;
  }

  check(model: Readonly<Model>): boolean {
    return model.stopped === undefined;
  }

  async run(model: Model, real: Real): Promise<void> {
    const ending = endingOf(model, this.#asked.files, this.#asked.policy, this.#asked.finish);
    if (this.#asked.lost) real.lose(this.#asked.lost);
    await toTheEnd(model, real, requestOf(real, this.#asked), ending);
  }

  toString = (): string => `deposit(${textOf(this.#asked)})`;
}

/** A deposit that stops when a step is reached, as a process that is killed. */
export class Crash implements Command {
  readonly #asked: Asked;
  readonly #step: DepositStepName;

  constructor(asked: Asked, step: DepositStepName) {
    this.#asked = asked;
    this.#step = step;
  }

  check(model: Readonly<Model>): boolean {
    return model.stopped === undefined;
  }

  async run(model: Model, real: Real): Promise<void> {
    const ending = endingOf(model, this.#asked.files, this.#asked.policy, this.#asked.finish);
    if (this.#asked.lost) real.lose(this.#asked.lost);
    const request = requestOf(real, this.#asked);
    const stop = new AbortController();
    const onStep: DepositRequest['onStep'] = ({ name }) => (name === this.#step ? stop.abort(new Error('killed')) : undefined);
    const [end] = await Promise.allSettled([real.zenodo.deposit({ ...request, onStep, signal: stop.signal })]);
    real.clearFaults();
    if (end!.status === 'fulfilled') return ended(model, real, ending, end!.value.id);
    if (!stop.signal.aborted && !isDepositError(end!.reason)) throw end!.reason;
    model.stopped = ending;
    real.stopped = request;
  }

  toString = (): string => `crash(at ${this.#step}, ${textOf(this.#asked)})`;
}

/** The same request once more. */
export class Resume implements Command {
  check(model: Readonly<Model>): boolean {
    return model.stopped !== undefined;
  }

  async run(model: Model, real: Real): Promise<void> {
    await toTheEnd(model, real, real.stopped!, model.stopped!);
  }

  toString = (): string => 'resume';
}

/** Somebody puts a file into the open draft by hand. */
export class PersonUploads implements Command {
  readonly #key: string;
  readonly #text: string;

  constructor(key: string, text: string) {
    this.#key = key;
    this.#text = text;
  }

  check(model: Readonly<Model>): boolean {
    return model.stopped === undefined && model.draft !== undefined;
  }

  async run(model: Model, { zenodo, draftId }: Real): Promise<void> {
    if (model.draft!.has(this.#key)) await zenodo.files.delete(draftId!, this.#key);
    await zenodo.files.upload(draftId!, fileFromBuffer(this.#key, this.#text));
    model.draft = new Map([...model.draft!, [this.#key, this.#text]]);
  }

  toString = (): string => `uploads ${this.#key}`;
}

export class PersonPublishes implements Command {
  check(model: Readonly<Model>): boolean {
    return model.stopped === undefined && (model.draft?.size ?? 0) > 0;
  }

  async run(model: Model, real: Real): Promise<void> {
    await real.zenodo.drafts.publish(real.draftId!);
    ended(model, real, { files: model.draft!, finish: 'publish', isUnchanged: false }, real.draftId!);
  }

  toString = (): string => 'publishes by hand';
}

export class PersonDiscards implements Command {
  check(model: Readonly<Model>): boolean {
    return model.stopped === undefined && model.draft !== undefined;
  }

  async run(model: Model, real: Real): Promise<void> {
    await real.zenodo.drafts.delete(real.draftId!);
    model.draft = undefined;
    real.draftId = undefined;
  }

  toString = (): string => 'discards by hand';
}

/** Compares all that there is. */
export class Look implements Command {
  check(model: Readonly<Model>): boolean {
    return model.stopped === undefined;
  }

  async run(model: Model, real: Real): Promise<void> {
    await expectSame(model, real);
  }

  toString = (): string => 'look';
}

export async function expectSame(model: Model, { zenodo }: Real): Promise<void> {
  const own = await all(zenodo.records.own({ allVersions: true, sort: 'oldest' }));
  const records = own.filter((one) => one.is_published).sort((a, b) => a.versions.index - b.versions.index);
  const drafts = own.filter((one) => !one.is_published);
  const published = await Promise.all(records.map(async ({ id }) => (await zenodo.records.files(id)).entries));
  const open = await Promise.all(drafts.map(async ({ id }) => (await zenodo.files.list(id)).entries));
  expect(published.map(sumsIn)).toEqual(model.versions.map(sumsOf));
  expect(open.map(sumsIn)).toEqual(model.draft ? [sumsOf(model.draft)] : []);
  expect(new Set(records.map(({ parent }) => parent.id)).size).toBeLessThanOrEqual(1);
}

function requestOf({ draftId, latestId }: Real, { files, policy, finish }: Asked): DepositRequest {
  const previous = draftId ?? latestId;
  return {
    key: newKey(),
    metadata,
    files: [...files].map(([key, text]) => fileFromBuffer(key, text)),
    filePolicy: policy,
    finish,
    // Without one a kept file of the same length would be in doubt after a crash.
    ...(policy === 'keep' && { journal: memoryJournal() }),
    ...(previous !== undefined && { previous }),
  };
}

/** As a queue would: a stop is run again. */
async function toTheEnd(model: Model, real: Real, request: DepositRequest, ending: Ending): Promise<void> {
  for (let runs = 1; ; runs++) {
    const [end] = await Promise.allSettled([real.zenodo.deposit(request)]);
    real.clearFaults();
    if (end!.status === 'fulfilled') return ended(model, real, ending, end!.value.id);
    if (runs > 3 || !isDepositError(end!.reason)) throw end!.reason;
  }
}

function ended(model: Model, real: Real, ending: Ending, id: string): void {
  apply(model, ending);
  real.stopped = undefined;
  if (ending.isUnchanged) return;
  real.draftId = ending.finish === 'publish' ? undefined : id;
  if (ending.finish === 'publish') real.latestId = id;
}

const sumsOf = (files: Files): string[] =>
  [...files].map(([key, text]) => `${key} md5:${createHash('md5').update(text).digest('hex')}`).sort();
const sumsIn = (entries: readonly FileEntry[]): string[] => entries.map(({ key, checksum }) => `${key} ${checksum}`).sort();
