import { randomUUID } from 'node:crypto';
import type { App } from '../app.ts';
import { timestamp, today } from '../clock.ts';
import { Problem } from '../http/problem.ts';
import type { DraftInput } from '../rules/draft-input.ts';
import type { Concept, DraftContent, Entry, FileSet } from '../state/entry.ts';
import type { User } from '../state/users.ts';
import { namesTerms } from '../vocabularies/references.ts';

/** How far each act moves the revision of a draft, as seen on the recorded software. */
const STEP = { write: 2, fileChange: 2, publish: 3, discardEdit: 4, edit: 4 } as const;
const DRAFT_LIFE_MS = 365 * 24 * 3600 * 1000;

/** Makes a first draft with its concept. One sequence gives the concept's id first, then the draft's. */
export function createDraft(app: App, user: User, input: DraftInput): Entry {
  return app.store.atomically(() => {
    const concept: Concept = { id: app.store.nextId(), ownerId: user.id, pids: {}, lastIndex: 1 };
    const id = app.store.nextId();
    const entry: Entry = {
      id,
      parentId: concept.id,
      ownerId: user.id,
      index: 1,
      draftRevision: namesTerms(input.metadata) || 'code:programmingLanguage' in input.customFields ? 5 : 4,
      draft: contentOf(input, emptyFiles(input)),
    };
    app.store.saveConcept({ ...concept, nextDraftId: id });
    app.store.saveEntry(entry);
    return entry;
  });
}

/** Replaces what a draft says; its files stay. */
export function updateDraft(app: App, entry: Entry, input: DraftInput): Entry {
  const before = entry.draft!;
  const known = before.files.entries.some((file) => file.key === input.defaultPreview);
  const files = { ...before.files, enabled: input.filesEnabled, defaultPreview: known ? input.defaultPreview : null, order: input.order };
  const draft = { ...contentOf(input, files), created: before.created, expiresAt: before.expiresAt };
  const kept = {
    ...(before.mediaFiles ? { mediaFiles: before.mediaFiles } : {}),
    ...(before.filesUnlocked ? { filesUnlocked: true } : {}),
  };
  return save(app, { ...entry, draft: { ...draft, ...kept, pids: { ...keptPids(before), ...draft.pids } } }, STEP.write);
}

/** Saves a change of a draft's content as a write of its own. */
export function changeDraft(app: App, entry: Entry, change: Partial<DraftContent>): Entry {
  return save(app, { ...entry, draft: { ...entry.draft!, updated: timestamp(), ...change } }, STEP.write);
}

/** Saves a draft's files. Only removals and imports move the revision. */
export function saveFiles(app: App, entry: Entry, files: FileSet, moves: boolean): Entry {
  const changed = { ...files, ...goneFrom(entry.draft!.files, files) };
  return save(app, { ...entry, draft: { ...entry.draft!, files: changed } }, moves ? STEP.fileChange : 0);
}

function goneFrom(before: FileSet, after: FileSet): Pick<FileSet, 'gone'> {
  const left = new Set(after.entries.map((file) => file.fileId));
  const dropped = before.entries.filter((file) => file.fileId !== undefined && !left.has(file.fileId));
  return dropped.length > 0 ? { gone: { ...before.gone, ...Object.fromEntries(dropped.map((file) => [file.fileId, file.key])) } } : {};
}

/** Opens a draft of the published record. */
export function editRecord(app: App, entry: Entry): Entry {
  const { revision: _revision, publishedAt: _publishedAt, ...content } = entry.record!;
  const now = timestamp();
  const entries = content.files.entries.map((file) => ({ ...file, versionId: randomUUID() }));
  const files = { ...content.files, bucketId: randomUUID(), entries };
  const draft: DraftContent = { ...structuredClone(content), files, created: now, updated: now, expiresAt: expiry() };
  return save(app, { ...entry, draft }, STEP.edit);
}

/** Removes a draft; with it a version that was never published, and its bytes. */
export function discardDraft(app: App, entry: Entry): void {
  if (entry.review?.status === 'submitted')
    throw new Problem(400, 'You cannot delete a draft with an open review. Please cancel the review first.');
  const { draft, ...rest } = entry;
  app.store.atomically(() => {
    const concept = app.store.concept(entry.parentId)!;
    if (entry.record) return void save(app, rest, STEP.discardEdit);
    if (entry.review?.status === 'created') app.store.requests.remove(entry.review.requestId);
    app.store.removeEntry(entry.id);
    const { nextDraftId, ...kept } = concept;
    if (nextDraftId === entry.id) app.store.saveConcept(kept);
  });
  for (const set of [draft!.files, draft!.mediaFiles]) if (set) removeUnusedBytes(app, entry.parentId, set);
}

/** Makes the draft of the next version: metadata copied but for `version`, dated today, without files. */
export function createVersion(app: App, latest: Entry): Entry {
  return app.store.atomically(() => {
    const concept = app.store.concept(latest.parentId)!;
    const index = concept.lastIndex + 1;
    const id = app.store.nextId();
    const now = timestamp();
    const { version: _version, ...metadata } = latest.record!.metadata;
    const draft: DraftContent = {
      ...structuredClone({ customFields: latest.record!.customFields, access: latest.record!.access }),
      metadata: { ...structuredClone(metadata), publication_date: today() },
      created: now,
      updated: now,
      expiresAt: expiry(),
      pids: {},
      files: { enabled: latest.record!.files.enabled, bucketId: randomUUID(), defaultPreview: null, order: [], entries: [] },
    };
    const entry: Entry = {
      id,
      parentId: latest.parentId,
      ownerId: latest.ownerId,
      index,
      draftRevision: 5,
      draft,
      ...sharedCommunities(latest),
    };
    app.store.saveConcept({ ...concept, lastIndex: index, nextDraftId: id });
    app.store.saveEntry(entry);
    return entry;
  });
}

/** Removes the bytes of `files` that no version of the concept names any more. */
export function removeUnusedBytes(app: App, parentId: string, files: Pick<FileSet, 'entries'>): void {
  const used = new Set<string | undefined>();
  for (const entry of app.store.versionsOf(parentId))
    for (const set of [entry.draft, entry.record, entry.removed?.record].flatMap((content) => [content?.files, content?.mediaFiles]))
      for (const file of set?.entries ?? []) used.add(file.blob);
  for (const file of files.entries) if (file.blob !== undefined && !used.has(file.blob)) app.blobs.remove(file.blob);
}

/** The draft gone and the record in place: how far publishing moves the draft's revision. */
export function afterPublish(entry: Entry): number {
  return entry.draftRevision + STEP.publish;
}

/** A new version is in the communities that its concept is in. */
function sharedCommunities({ communities }: Entry): Pick<Entry, 'communities'> {
  return communities === undefined ? {} : { communities };
}

function save(app: App, entry: Entry, step: number): Entry {
  const saved = { ...entry, draftRevision: entry.draftRevision + step };
  app.store.saveEntry(saved);
  return saved;
}

/** What a draft keeps whatever a PUT says: the identifiers of its published record. */
function keptPids(draft: DraftContent): DraftContent['pids'] {
  return draft.pids['oai'] === undefined ? {} : draft.pids;
}

function contentOf(input: DraftInput, files: FileSet): DraftContent {
  const now = timestamp();
  const { metadata, customFields, access, pids } = input;
  return { created: now, updated: now, metadata, customFields, access, pids, files, expiresAt: expiry() };
}

function emptyFiles(input: DraftInput): FileSet {
  return { enabled: input.filesEnabled, bucketId: randomUUID(), defaultPreview: input.defaultPreview, order: input.order, entries: [] };
}

function expiry(): string {
  return `${new Date(Date.now() + DRAFT_LIFE_MS).toISOString().slice(0, -1)}000`;
}
