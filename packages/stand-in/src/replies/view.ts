import type { App } from '../app.ts';
import type { Call } from '../http/call.ts';
import { NATIVE } from '../http/negotiation.ts';
import { queryText } from '../http/query-text.ts';
import { jsonReply, type Reply } from '../http/reply.ts';
import type { Doc } from '../json.ts';
import { manages, readsFiles } from '../rules/permissions.ts';
import { latestPublished } from '../rules/versions.ts';
import type { Entry } from '../state/entry.ts';
import { nativeDraft, nativeRecord, type ViewContext } from './native-view.ts';
import { zenodoDraft, zenodoRecord } from './zenodo-view.ts';

type Extra = Partial<Pick<ViewContext, 'errors' | 'created' | 'listed' | 'fileLinks' | 'terms'>>;

/** A draft in the dialect that was asked for. */
export function draftView(call: Call, app: App, entry: Entry, extra: Extra = {}): Doc {
  const context = viewContext(call, app, entry, extra);
  return call.accepted === NATIVE ? nativeDraft(entry, context) : zenodoDraft(entry, context);
}

/** A published record in the dialect that was asked for. */
export function recordView(call: Call, app: App, entry: Entry, extra: Extra = {}): Doc {
  const context = viewContext(call, app, entry, extra);
  return call.accepted === NATIVE ? nativeRecord(entry, context) : zenodoRecord(entry, context);
}

export function draftReply(status: number, call: Call, app: App, entry: Entry, extra: Extra = {}): Reply {
  return jsonReply(status, draftView(call, app, entry, extra), call.accepted, { etag: `"${entry.draftRevision}"` });
}

export function recordReply(status: number, call: Call, app: App, entry: Entry, extra: Extra = {}): Reply {
  return jsonReply(status, recordView(call, app, entry, extra), call.accepted, { etag: `"${entry.record!.revision}"` });
}

function viewContext(call: Call, app: App, entry: Entry, extra: Extra): ViewContext {
  const concept = app.store.concept(entry.parentId)!;
  return {
    origin: call.origin,
    concept,
    latestId: latestPublished(app.store, concept.id)?.id,
    manages: manages(call.user, entry),
    seesFiles: readsFiles(call.user, entry),
    guestUrl: call.user ? undefined : guestUrl(call),
    ...extra,
  };
}

/** Where a guest is, in the spelling of the server's own links. */
function guestUrl({ origin, path, query }: Call): string {
  return origin + path + (query.size > 0 ? `?${queryText(query, '%20')}` : '');
}
