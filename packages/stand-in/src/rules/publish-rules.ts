import { type FieldError, invalid, Problem } from '../http/problem.ts';
import { type Doc, docAt, textAt } from '../json.ts';
import type { DraftContent, Entry, FileSet } from '../state/entry.ts';
import type { Store } from '../state/store.ts';
import { type DraftInput, readDraftInput } from './draft-input.ts';

/**
 * Asks of a draft all that publishing asks.
 *
 * @throws {Problem} 400, with the fields of the first concern that complains, or for a review that is not closed
 */
export function requirePublishable(store: Store, entry: Entry): void {
  requireSound(store, entry);
  if (entry.review && entry.review.status !== 'declined' && entry.review.status !== 'expired')
    throw new Problem(400, 'You cannot publish a draft with an open review request. Please cancel the review request first.');
}

/** What is asked before a review too. */
export function requireSound(store: Store, { id, draft }: Entry): void {
  const { metadata, customFields, access, pids } = draft!;
  const { errors } = readDraftInput({ metadata, custom_fields: customFields, access, pids });
  // One concern after the other, as the server asks: the first that complains is heard alone.
  for (const problems of [errors, fileProblems(draft!), pidProblems(store, id, metadata, pids)])
    if (problems.length > 0) throw invalid(problems);
}

/** What keeps a draft's files from being published; empty when nothing does. */
function fileProblems({ files }: DraftContent): FieldError[] {
  if (files.entries.length === 0)
    return [
      { field: 'files.enabled', messages: ['Missing uploaded files. To disable files for this record please mark it as metadata-only.'] },
    ];
  if (files.entries.some((file) => file.status !== 'completed'))
    return [{ field: 'files', messages: ['One or more files have not completed their transfer, please wait.'] }];
  return [];
}

/** What an update is told about the files that the draft has. */
export function fileWarnings(files: FileSet, input: DraftInput): FieldError[] {
  const warnings: FieldError[] = [];
  if (files.entries.length === 0 && !input.errors.some((error) => error.field === 'files.enabled'))
    warnings.push({ field: 'files.enabled', messages: ['Missing uploaded files.'] });
  const preview = input.defaultPreview;
  if (preview !== null && !files.entries.some((file) => file.key === preview))
    warnings.push({ field: 'files.default_preview', messages: [`No file with key "${preview}"`] });
  return warnings;
}

/** DataCite needs a publisher; no two records may have one DOI; and a DOI that Zenodo gave stays. */
export function pidProblems(store: Store, id: string, metadata: Doc, pids: Doc): FieldError[] {
  const doi = docAt(pids, 'doi');
  const given = docAt(store.entry(id)?.record?.pids ?? {}, 'doi');
  if (given['provider'] === 'datacite' && doi['identifier'] !== undefined && doi['identifier'] !== given['identifier'])
    return [{ field: 'pids.doi', messages: ['The DOI of a published record cannot be changed.'] }];
  if (doi['provider'] === 'external') {
    const identifier = textAt(doi, 'identifier') ?? '';
    return isTaken(store, id, identifier) ? [{ field: 'pids.doi', messages: [`doi:${identifier} already exists.`] }] : [];
  }
  if (metadata['publisher']) return [];
  return [{ field: 'metadata.publisher', messages: ['Missing publisher field required for DOI registration.'] }];
}

function isTaken(store: Store, id: string, doi: string): boolean {
  return store.withDoi(doi).some((entry) => entry.id !== id && docAt(entry.record?.pids ?? {}, 'doi')['identifier'] === doi);
}
