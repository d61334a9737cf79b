import type { App } from '../app.ts';
import type { Call } from '../http/call.ts';
import { limitedBytes } from '../http/limited-bytes.ts';
import { Problem } from '../http/problem.ts';
import type { Concept, Entry, FileSet } from '../state/entry.ts';

/** What each user may have beyond the quota, over all drafts together. */
export const MOST_EXTRA_BYTES = 150_000_000_000;

const exceeded = () => new Problem(400, 'Bucket quota exceeded.');

/**
 * The bytes of a request that go into a draft beside its other files.
 *
 * @throws {Problem} 400 once they are more than what the quota leaves
 */
export function bytesWithinQuota(call: Call, app: App, entry: Entry, key: string): AsyncIterable<Uint8Array> {
  return limitedBytes(call.bytes, call.headers['content-length'], leftFor(app, entry, key), exceeded);
}

/** @throws {Problem} 400 when a file of that size is more than what the quota leaves */
export function requireQuota(app: App, entry: Entry, key: string, sizeBytes: number): void {
  if (sizeBytes > leftFor(app, entry, key)) throw exceeded();
}

/** How many bytes the files of a draft may have together: what its owner was given for the concept, else what everybody has. */
export function quotaOf(app: App, concept: Concept | undefined): number {
  return concept?.quotaBytes ?? app.faults.quotaBytes;
}

/** The bytes in that version of a concept which has most. */
export function usedBytes(app: App, parentId: string): number {
  const sets = app.store.versionsOf(parentId).flatMap(({ draft, record }) => [draft?.files, record?.files]);
  return Math.max(0, ...sets.map((set) => bytesIn(set?.entries ?? [])));
}

/** What is left of the owner's share for this concept. */
export function mostExtraBytes(app: App, { ownerId, parentId }: Entry): number {
  const taken = app.store
    .grantedQuotas(ownerId)
    .filter(({ id }) => id !== parentId)
    .reduce((sum, concept) => sum + Math.max(0, quotaOf(app, concept) - quotaOf(app, undefined)), 0);
  return Math.max(0, MOST_EXTRA_BYTES - taken);
}

function leftFor(app: App, { draft, parentId }: Entry, key: string): number {
  const others = draft!.files.entries.filter((file) => file.key !== key);
  return quotaOf(app, app.store.concept(parentId)) - bytesIn(others);
}

function bytesIn(files: FileSet['entries']): number {
  return files.reduce((sum, file) => sum + (file.size ?? 0), 0);
}
