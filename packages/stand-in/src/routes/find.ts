import type { App } from '../app.ts';
import type { Call } from '../http/call.ts';
import { noSuchId, notRegistered } from '../http/problem.ts';
import { requireRight } from '../rules/permissions.ts';
import { refuseRemoved } from '../rules/removal.ts';
import type { Entry, Right } from '../state/entry.ts';

/** The version that the path names, with an open draft in which the caller has the right. */
export function findDraft(call: Call, app: App, missing: () => Error = noSuchId, right: Right = 'edit'): Entry {
  const entry = app.store.entry(call.param('id'));
  if (!entry?.draft) throw missing();
  requireRight(call, app, entry, right);
  return entry;
}

/**
 * The published version that the path names.
 *
 * @throws {Problem} 410 for a deleted one; 404, with one message for an unknown id and another for one that was never published
 */
export function findRecord(call: Call, app: App): Entry {
  const entry = app.store.entry(call.param('id'));
  refuseRemoved(entry);
  if (!entry) throw app.store.concept(call.param('id')) ? notRegistered() : noSuchId();
  if (!entry.record) throw notRegistered();
  return entry;
}
