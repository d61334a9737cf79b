import type { Entry } from '../state/entry.ts';
import type { Store } from '../state/store.ts';

/** The published version with the highest index. */
export function latestPublished(store: Store, parentId: string): Entry | undefined {
  return store.versionsOf(parentId).findLast((entry) => entry.record !== undefined);
}

/** The published version just below `entry`: the one whose files a new version imports. */
export function previousPublished(store: Store, entry: Entry): Entry | undefined {
  return store.versionsOf(entry.parentId).findLast((other) => other.record !== undefined && other.index < entry.index);
}

/** The deleted version with the highest index: what is left to lead to when no version is published any more. */
export function latestRemoved(store: Store, parentId: string): Entry | undefined {
  return store.versionsOf(parentId).findLast((entry) => entry.removed !== undefined);
}
