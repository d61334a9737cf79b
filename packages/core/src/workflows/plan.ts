import { PlanChangedError } from '../errors/deposit-stops.ts';
import type { PlanContent, PlannedCall, PlannedTarget } from '../types/deposit-plan.ts';
import type { FileEntry } from '../types/file.ts';
import { ensureConceptNamed, ensureInitial, ensureSubmittable } from './deposit-request.ts';
import type { DepositRun } from './deposit-run.ts';
import { table } from './deposit-table.ts';
import { type FileChanges, fileChanges, filesOf } from './file-changes.ts';
import { isToDiscard, lookPast, type Sight } from './find-target.ts';
import { carriesKey } from './look-up.ts';
import { targetInWords } from './plan-text.ts';
import { planWarnings } from './plan-warnings.ts';
import { changedFates, plannedFiles } from './planned-files.ts';
import { ensureWithinLimits } from './record-limits.ts';
import { isAtRest } from './review.ts';

const plannedKinds = {
  made: 'new_draft',
  version: 'new_version',
  adopted: 'adopted_draft',
  adopted_version: 'adopted_draft',
  given: 'given_draft',
} as const;

/**
 * What a run from here would do. Reads what is there, and changes nothing.
 *
 * @throws {ConfigurationError} it would stop for what is asked
 * @throws {DepositLimitError} more than a record holds
 */
export async function planOf(run: DepositRun, found: Sight): Promise<PlanContent> {
  const discarded = found.kind === 'draft' && isToDiscard(run, found) ? found.draft : undefined;
  const sight = discarded ? await lookPast(run, discarded) : found;
  const isDone = sight.kind === 'record' || (sight.kind === 'draft' && isAtRest(run, sight.draft));
  const index = indexOf(sight);
  if (!isDone) {
    ensureInitial(run, index);
    ensureSubmittable(run, index);
    ensureConceptNamed(run, index);
  }
  const { present, isImported } = await filesAt(run, sight);
  const pids = sight.kind === 'draft' ? sight.draft : sight.kind === 'record' ? sight.record : { pids: {} };
  const holder = sight.kind === 'draft' ? { draft: sight.draft, wasOurs: carriesKey(run, sight.draft) } : undefined;
  const changes = await fileChanges(run, run.sourcesFor(pids), present, holder);
  ensureWithinLimits(run, changes);
  const { submits } = run;
  const ending = isDone ? 'none' : submits ? 'submit' : run.publishes ? 'publish' : 'leave';
  return {
    key: run.request.key,
    target: targetAt(sight),
    ending,
    ...(discarded && { discards: discarded.id }),
    ...(submits && !isDone && { community: submits.submitTo }),
    steps: stepsFrom(run, isDone, sight.kind === 'record'),
    files: plannedFiles(changes),
    bytesToSend: isDone ? 0 : [...changes.send, ...changes.replace].reduce((sum, { size }) => sum + size, 0),
    calls: [
      ...(discarded ? [{ call: 'DELETE /records/{id}/draft', count: 1 }] : []),
      ...(isDone ? [] : callsOf(run, sight, changes, isImported)),
    ],
    warnings: await planWarnings(run, sight, changes),
  };
}

/** @throws {PlanChangedError} with what has changed since */
export function ensureSamePlan(before: PlanContent, now: PlanContent): void {
  const changes: string[] = [];
  const [then, today] = [before.target, now.target];
  if (then.kind !== today.kind || then.id !== today.id)
    changes.push(`It was to use ${targetInWords(then)}, and would use ${targetInWords(today)} now.`);
  else if (then.revision !== today.revision)
    changes.push(`The draft or record ${then.id} has changed: it was at revision ${then.revision}, and is at ${today.revision}.`);
  if (before.discards !== now.discards)
    changes.push(`It was to discard ${before.discards ?? 'no draft'}, and would discard ${now.discards ?? 'none'} now.`);
  if (before.ending !== now.ending || before.community !== now.community)
    changes.push(`It was to end with "${before.ending}", and would end with "${now.ending}" now.`);
  changes.push(...changedFates(before.files, now.files));
  if (changes.length > 0) throw new PlanChangedError(changes);
}

function targetAt(sight: Sight): PlannedTarget {
  if (sight.kind === 'nothing') return { kind: 'new_draft' };
  if (sight.kind === 'no_version') return { kind: 'new_version', id: sight.latest.id, revision: sight.latest.revision_id };
  if (sight.kind === 'record') return { kind: 'record', id: sight.record.id, revision: sight.record.revision_id };
  return { kind: plannedKinds[sight.way], id: sight.draft.id, revision: sight.draft.revision_id };
}

function indexOf(sight: Sight): number {
  if (sight.kind === 'draft') return sight.draft.versions.index;
  return sight.kind === 'nothing' ? 1 : 2;
}

/** The files that a draft has, or will have as soon as those of the version before are linked into it. */
async function filesAt(run: DepositRun, sight: Sight): Promise<{ readonly present: readonly FileEntry[]; readonly isImported: boolean }> {
  if (sight.kind === 'nothing') return { present: [], isImported: false };
  if (sight.kind === 'record') return { present: await filesOf(run, sight.record), isImported: false };
  if (sight.kind === 'no_version') return { present: await filesOf(run, sight.latest), isImported: true };
  const { entries } = await run.zenodo.files.list(sight.draft.id, run.call);
  if (entries.length > 0 || sight.draft.versions.index === 1) return { present: entries, isImported: false };
  const latest = await run.zenodo.versions.latest(sight.draft.parent.id, run.call);
  return { present: await filesOf(run, latest), isImported: true };
}

function stepsFrom(run: DepositRun, isDone: boolean, isRecord: boolean): PlanContent['steps'] {
  const after = run.request.awaitFindable ? [{ step: 'findable' as const, does: 'Waits until DataCite knows the DOI' }] : [];
  if (isDone && !isRecord) return [{ step: 'reviewed', does: 'Tells what the community has decided so far' }];
  if (isDone) return [{ step: 'published', does: 'Compares the files of the record with those of the request' }, ...after];
  const rows = table.filter(({ when }) => when?.(run) ?? true).map(({ step, does }) => ({ step, does }));
  return run.publishes ? [...rows, ...after] : rows;
}

function callsOf(run: DepositRun, sight: Sight, { send, replace, remove }: FileChanges, isImported: boolean): PlannedCall[] {
  const sent = send.length + replace.length;
  const hasDoi = sight.kind === 'draft' && sight.draft.pids['doi'] !== undefined;
  const counts: readonly (readonly [string, number])[] = [
    ['POST /records', Number(sight.kind === 'nothing')],
    ['POST /records/{id}/versions', Number(sight.kind === 'no_version')],
    ['PUT /records/{id}/draft', Number(sight.kind !== 'nothing') + Number(run.request.dropKey ?? false)],
    ['POST /records/{id}/draft/actions/files-import', Number(isImported)],
    ['DELETE /records/{id}/draft/files/{key}', replace.length + remove.length],
    ['POST /records/{id}/draft/files', Number(sent > 0)],
    ['PUT /records/{id}/draft/files/{key}/content', sent],
    ['POST /records/{id}/draft/files/{key}/commit', sent],
    ['POST /records/{id}/draft/pids/doi', Number(!hasDoi)],
    ['PUT /records/{id}/draft/review', Number(run.submits !== undefined)],
    ['POST /records/{id}/draft/actions/submit-review', Number(run.submits !== undefined)],
    ['POST /records/{id}/draft/actions/publish', Number(run.publishes)],
  ];
  return counts.filter(([, count]) => count > 0).map(([call, count]) => ({ call, count }));
}
