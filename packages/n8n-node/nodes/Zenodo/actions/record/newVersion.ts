import type { DraftChange, FileSource, Metadata, ZenodoRecord } from '@zenodo-connect/core/portable';
import { depositUrn } from '@zenodo-connect/core/portable';
import type { INodeExecutionData } from 'n8n-workflow';
import { depositOf, endingOf } from '../../shared/deposit.ts';
import { contentKey } from '../../shared/deposit-key.ts';
import { inputFiles } from '../../shared/input-files.ts';
import { readChange } from '../../shared/metadata.ts';
import { raw, simplifiedRecord } from '../../shared/output.ts';
import { published } from '../../shared/publish.ts';
import type { Operation, Turn } from '../../shared/turn.ts';

/** Makes the next version of a record. Repeated with the same key, it answers the same version. */
export const execute: Operation = async (turn) => {
  const previous = turn.recordId('recordId');
  const policy = turn.value<'add' | 'replace' | 'keep'>('filePolicy', 'add');
  const ownKey = turn.optionText('key');
  const change = hasChange(turn) ? readChange(turn) : { metadata: {} };
  if (policy === 'keep') {
    // Without files, what changes is all that tells one version from another.
    return withPreviousFiles(turn, previous, ownKey ?? contentKey(turn, `${previous} ${JSON.stringify(change)}`, []), change);
  }
  const files: FileSource[] = await inputFiles(turn, { hashFirst: ownKey === undefined });
  const { metadata = {}, ...beside } = change;
  const request = {
    key: ownKey ?? contentKey(turn, previous, files),
    metadata: metadata as Metadata,
    files,
    finish: endingOf(turn),
    filePolicy: policy === 'replace' ? 'replace' : 'upsert',
    previous,
  } as const;
  return depositOf(turn, request, beside);
};

/** A new version may change nothing but its files. */
const hasChange = (turn: Turn): boolean =>
  turn.value('metadataInput', 'fields') === 'json' || Object.keys(turn.value('updateFields', {})).length > 0;

/** The key lies in the version, so that it is known again: as a draft, and when it is published. */
async function withPreviousFiles(turn: Turn, previous: string, key: string, change: DraftChange): Promise<INodeExecutionData[]> {
  const { zenodo, call } = turn;
  const urn = depositUrn('', key);
  const latest = await zenodo.versions.latest(previous, call);
  const show = turn.simplify ? simplifiedRecord : raw;
  const earlier = await carrierOf(turn, latest, urn);
  if (earlier) return turn.gives(show(earlier));
  const draft = await zenodo.versions.create(latest.id, call);
  turn.draftId = draft.id;
  const identifiers = (change.metadata?.identifiers ?? draft.metadata.identifiers ?? []).filter(
    ({ identifier }) =>
      !latest.metadata.identifiers?.some((old) => old.identifier === identifier && identifier.startsWith('urn:zenodo-connect:')),
  );
  const metadata = { publisher: draft.metadata.publisher ?? 'Zenodo', ...change.metadata };
  const keyed = {
    ...metadata,
    identifiers: [...identifiers.filter(({ identifier }) => identifier !== urn), { identifier: urn, scheme: 'urn' }],
  };
  const written = await zenodo.drafts.update(draft.id, { ...change, metadata: keyed }, call);
  const { entries } = await zenodo.files.list(draft.id, call);
  if (entries.length === 0) await zenodo.files.importFromPrevious(draft.id, call);
  if (endingOf(turn) === 'publish') return turn.gives(show(await published(turn, draft.id)));
  const now = await zenodo.drafts.get(written.id, call);
  return turn.gives(show(now));
}

/** The version that carries a key already; the list of versions is a second late, so that the latest is looked at itself. */
async function carrierOf({ zenodo, call }: Turn, latest: ZenodoRecord, urn: string): Promise<ZenodoRecord | undefined> {
  const carries = ({ metadata }: ZenodoRecord) => metadata.identifiers?.some(({ identifier }) => identifier === urn) ?? false;
  if (carries(latest)) return latest;
  for await (const version of zenodo.versions.search(latest.id, {}, call)) if (carries(version)) return version;
  return undefined;
}
