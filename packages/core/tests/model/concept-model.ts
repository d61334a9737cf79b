import type { DepositRequest, FilePolicy, Zenodo } from '../../src/index.ts';

/** Text by file key. */
export type Files = ReadonlyMap<string, string>;

/** What one concept should be: its published versions, and the draft that is open. */
export interface Model {
  versions: Files[];
  draft: Files | undefined;
  /** A deposit that stopped on its way: what it will have made when it has been run again. */
  stopped: Ending | undefined;
}

export interface Ending {
  readonly files: Files;
  readonly finish: 'leave' | 'publish';
  /** The record has it all already, so that nothing is made. */
  readonly isUnchanged: boolean;
}

/** The same concept at the stand-in. */
export interface Real {
  readonly zenodo: Zenodo;
  /** Orders a fault for the next call that fits. */
  readonly lose: (call: LostCall) => void;
  readonly clearFaults: () => void;
  latestId: string | undefined;
  draftId: string | undefined;
  stopped: DepositRequest | undefined;
}

export const lostCalls = ['/draft/files', '/commit', '/pids/doi', '/actions/publish', '/versions', '/files-import'] as const;
export type LostCall = (typeof lostCalls)[number];

/** What a deposit makes of what is there. */
export function endingOf({ versions, draft }: Model, files: Files, policy: FilePolicy, finish: 'leave' | 'publish'): Ending {
  const base = draft ?? versions.at(-1) ?? new Map();
  const joined = policy === 'replace' ? files : policy === 'keep' ? new Map([...files, ...base]) : new Map([...base, ...files]);
  const isUnchanged = draft === undefined && versions.length > 0 && areSame(joined, base);
  return { files: joined, finish, isUnchanged };
}

export function apply(model: Model, { files, finish, isUnchanged }: Ending): void {
  model.stopped = undefined;
  if (isUnchanged) return;
  if (finish === 'publish') model.versions.push(files);
  model.draft = finish === 'publish' ? undefined : files;
}

function areSame(one: Files, other: Files): boolean {
  return one.size === other.size && [...one].every(([key, text]) => other.get(key) === text);
}
