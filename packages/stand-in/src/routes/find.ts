import type { App } from '../app.ts';
import type { Call } from '../http/call.ts';
import { noSuchId, notRegistered } from '../http/problem.ts';
import { requireManager } from '../rules/permissions.ts';
import type { Entry } from '../state/entry.ts';

/** The version that the path names, with an open draft that the caller may change. */
export function findDraft(call: Call, app: App, missing: () => Error = noSuchId): Entry {
  const entry = app.store.entry(call.param('id'));
  if (!entry?.draft) throw missing();
  requireManager(call.user, entry);
  return entry;
}

/**
 * The published version that the path names.
 *
 * @throws {Problem} 404, with one message for an unknown id and another for one that was never published
 */
export function findRecord(call: Call, app: App): Entry {
  const entry = app.store.entry(call.param('id'));
  if (!entry) throw app.store.concept(call.param('id')) ? notRegistered() : noSuchId();
  if (!entry.record) throw notRegistered();
  return entry;
}
