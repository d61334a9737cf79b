import { type App, doiOf } from '../app.ts';
import { timestamp } from '../clock.ts';
import { type Doc, docAt } from '../json.ts';
import type { Entry, FileSet, RecordContent } from '../state/entry.ts';
import { isVerified } from '../state/users.ts';
import { afterPublish, removeUnusedBytes } from './drafts.ts';

/** Publishing writes a record so often; once more when the owner is verified. */
const FIRST_REVISION = 3;
const EDIT_STEP = 2;

/** Turns the draft into the published record: DOI, concept DOI and OAI id are set, the draft is gone. */
export function publishDraft(app: App, entry: Entry): Entry {
  const { draft, record: before, ...rest } = entry;
  const done = app.store.atomically(() => {
    const { expiresAt: _expiresAt, filesUnlocked, ...content } = draft!;
    const now = timestamp();
    const record: RecordContent = {
      ...content,
      created: before?.created ?? now,
      updated: now,
      revision: before ? before.revision + EDIT_STEP : FIRST_REVISION + (isVerified(entry.ownerId) ? 1 : 0),
      publishedAt: before?.publishedAt ?? Date.now(),
      pids: pidsOf(entry),
      files: filesOf(content.files, before?.files, filesUnlocked === true),
    };
    const published: Entry = { ...rest, draftRevision: afterPublish(entry), record };
    app.store.saveEntry(published);
    closeConcept(app, published);
    return published;
  });
  if (before) removeUnusedBytes(app, entry.parentId, before.files);
  return done;
}

/** The files of a published record stay, unless its owner was allowed to change them. The bucket stays in any case. */
function filesOf(changed: FileSet, before: FileSet | undefined, isUnlocked: boolean): FileSet {
  if (!before) return changed;
  return isUnlocked ? { ...changed, bucketId: before.bucketId } : before;
}

function pidsOf(entry: Entry): Doc {
  const given = docAt(entry.draft!.pids, 'doi');
  const doi = given['provider'] === 'external' ? given : { identifier: doiOf(entry.id), provider: 'datacite', client: 'datacite' };
  return { doi, oai: { identifier: `oai:zenodo.org:${entry.id}`, provider: 'oai' } };
}

function closeConcept(app: App, entry: Entry): void {
  const { nextDraftId, ...concept } = app.store.concept(entry.parentId)!;
  const doi = { identifier: doiOf(concept.id), provider: 'datacite', client: 'datacite' };
  const external = docAt(entry.record!.pids, 'doi')['provider'] === 'external';
  app.store.saveConcept({
    ...concept,
    ...(nextDraftId === undefined || nextDraftId === entry.id ? {} : { nextDraftId }),
    publishedAt: concept.publishedAt ?? Date.now(),
    pids: external ? concept.pids : { doi },
  });
}
