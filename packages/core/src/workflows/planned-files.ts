import { PlanChangedError } from '../errors/deposit-stops.ts';
import type { PlannedFile, PlannedFiles } from '../types/deposit-plan.ts';
import type { FileChanges } from './file-changes.ts';

const kinds = ['send', 'replace', 'skip', 'keep', 'remove', 'rest'] as const;
const fates = {
  send: 'sent',
  replace: 'sent in the place of another',
  skip: 'skipped, being there',
  keep: 'kept as it is',
  remove: 'removed',
  rest: 'left alone',
} as const;

export function plannedFiles(changes: FileChanges): PlannedFiles {
  const planned = (files: readonly { readonly key: string; readonly size?: number }[]): PlannedFile[] =>
    files.map(({ key, size = 0 }) => ({ key, bytes: size }));
  const { send, replace, skip, keep, remove, rest } = changes;
  return {
    send: planned(send),
    replace: planned(replace),
    skip: planned(skip),
    keep: planned(keep),
    remove: planned(remove),
    rest: planned(rest),
  };
}

/** A sentence for each file whose fate is another one now. */
export function changedFates(before: PlannedFiles, now: PlannedFiles): string[] {
  const [then, today] = [fatesOf(before), fatesOf(now)];
  const keys = new Set([...then.keys(), ...today.keys()]);
  return [...keys]
    .filter((key) => then.get(key) !== today.get(key))
    .map((key) => `"${key}" was to be ${then.get(key) ?? 'absent'}, and would be ${today.get(key) ?? 'absent'} now.`);
}

/** @throws {PlanChangedError} the files have another fate than was planned */
export function ensureSameFiles(before: PlannedFiles, now: PlannedFiles): void {
  const changes = changedFates(before, now);
  if (changes.length > 0) throw new PlanChangedError(changes);
}

function fatesOf(files: PlannedFiles): Map<string, string> {
  return new Map(kinds.flatMap((kind) => files[kind].map(({ key }) => [key, fates[kind]] as const)));
}
