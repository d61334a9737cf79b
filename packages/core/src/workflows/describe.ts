import { unpublishable } from '../errors/from-response.ts';
import { depositUrnsOf, isDepositUrn } from '../identifiers/deposit-key.ts';
import type { DraftChange } from '../types/draft-input.ts';
import type { Identifier, Metadata } from '../types/metadata.ts';
import type { Draft } from '../types/record.ts';
import type { DepositRun } from './deposit-run.ts';

/** The metadata of a draft that has none yet. */
export function firstMetadata(run: DepositRun): Metadata {
  return described(run, {}, [], 1);
}

/**
 * Writes the request's metadata into a draft, over what is there. The next version's draft comes with the keys of the
 * version before, which would make that deposit find this one: they are taken out.
 */
export async function describe(run: DepositRun, draft: Draft): Promise<Draft> {
  const foreign =
    draft.versions.index > 1 ? depositUrnsOf((await run.zenodo.versions.latest(draft.parent.id, run.call)).metadata.identifiers) : [];
  const change = (now: Draft): DraftChange => ({ metadata: described(run, now.metadata, foreign, draft.versions.index) });
  return run.zenodo.drafts.update(draft.id, change, run.call);
}

/**
 * Stops before the first byte when Zenodo said at saving that it would not publish this. Remarks about files do not
 * count: they are still to come. Publishing without a value that Zenodo dropped would be for ever, so every other remark does.
 *
 * @throws {ValidationError} with the fields
 */
export function ensurePublishable(run: DepositRun, draft: Draft): void {
  const issues = (draft.errors ?? []).filter(({ field }) => !/^files\b/.test(field));
  if (run.leaves || issues.length === 0) return;
  const url = `${run.settings.origin}/api/records/${draft.id}/draft`;
  throw unpublishable({ status: 200, method: 'PUT', url, body: { errors: issues } }, issues);
}

/** Takes this deposit's key out again; those of others stay. */
export function withoutKey(run: DepositRun, draft: Draft): Promise<Draft> {
  const change = ({ metadata }: Draft): DraftChange => ({
    metadata: { identifiers: (metadata.identifiers ?? []).filter(({ identifier }) => identifier !== run.urn) },
  });
  return run.zenodo.drafts.update(draft.id, change, run.call);
}

function described(run: DepositRun, now: Metadata, foreign: readonly string[], versionIndex: number): Metadata {
  const { metadata: wanted, versionLabel } = run.request;
  const today = new Date(run.settings.now()).toISOString().slice(0, 10);
  return {
    ...now,
    ...wanted,
    ...(versionLabel && { version: versionLabel(versionIndex) }),
    publisher: wanted.publisher ?? now.publisher ?? 'Zenodo',
    publication_date: wanted.publication_date ?? now.publication_date ?? today,
    identifiers: identifiers(run.urn, wanted.identifiers ?? now.identifiers, depositUrnsOf(now.identifiers), foreign),
  };
}

/** Keys of deposits that this draft continues stay, so that they find it too; ours comes last. */
function identifiers(
  urn: string,
  wanted: readonly Identifier[] | undefined,
  ours: readonly string[],
  foreign: readonly string[],
): Identifier[] {
  const kept = ours.filter((other) => other !== urn && !foreign.includes(other));
  const keys = [...kept, urn].map((identifier) => ({ identifier, scheme: 'urn' }));
  return [...(wanted ?? []).filter(({ identifier }) => !isDepositUrn(identifier)), ...keys];
}
