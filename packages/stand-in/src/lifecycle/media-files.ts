import { randomUUID } from 'node:crypto';
import type { App } from '../app.ts';
import type { Content, Entry, FileSet, FileState } from '../state/entry.ts';
import { removeUnusedBytes } from './drafts.ts';

/** The version as it is changed: its draft while one is open, else its record. */
export function openContent({ draft, record }: Entry): Content | undefined {
  return draft ?? record;
}

/** Puts a media file beside the files of a draft or record; one with that key is replaced. */
export function putMediaFile(app: App, entry: Entry, file: FileState): void {
  const before = openContent(entry)?.mediaFiles ?? emptySet();
  save(app, entry, { ...before, entries: [...before.entries.filter(({ key }) => key !== file.key), file] });
  removeUnusedBytes(app, entry.parentId, { entries: before.entries.filter(({ key }) => key === file.key) });
}

export function removeMediaFile(app: App, entry: Entry, file: FileState): void {
  const before = openContent(entry)!.mediaFiles!;
  save(app, entry, { ...before, entries: before.entries.filter((one) => one !== file) });
  removeUnusedBytes(app, entry.parentId, { entries: [file] });
}

function save(app: App, entry: Entry, mediaFiles: FileSet): void {
  const { draft, record } = entry;
  app.store.saveEntry(draft ? { ...entry, draft: { ...draft, mediaFiles } } : { ...entry, record: { ...record!, mediaFiles } });
}

function emptySet(): FileSet {
  return { enabled: true, bucketId: randomUUID(), defaultPreview: null, order: [], entries: [] };
}
