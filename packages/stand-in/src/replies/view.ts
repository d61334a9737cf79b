import type { App } from '../app.ts';
import { exportReply, isExport } from '../exports/formats.ts';
import type { Call } from '../http/call.ts';
import { NATIVE } from '../http/negotiation.ts';
import { jsonReply, type Reply } from '../http/reply.ts';
import type { Doc } from '../json.ts';
import { holds, readsFiles } from '../rules/permissions.ts';
import { latestPublished } from '../rules/versions.ts';
import type { Entry } from '../state/entry.ts';
import { readFlag } from './list-page.ts';
import { nativeDraft, nativeRecord, type ViewContext } from './native-view.ts';
import { parentExpansion, parentView } from './parent-view.ts';
import { zenodoDraft, zenodoRecord } from './zenodo-view.ts';

type Extra = Partial<Pick<ViewContext, 'errors' | 'created' | 'listed' | 'fileLinks' | 'terms'>>;

/** A draft in the dialect that was asked for; in the native one where an export is made from it. */
export function draftView(call: Call, app: App, entry: Entry, extra: Extra = {}): Doc {
  const context = viewContext(call, app, entry, extra);
  return isNative(call) ? nativeDraft(entry, context) : zenodoDraft(entry, context);
}

/** A published record, likewise. */
export function recordView(call: Call, app: App, entry: Entry, extra: Extra = {}): Doc {
  const context = viewContext(call, app, entry, extra);
  if (!isNative(call)) return zenodoRecord(entry, context);
  return {
    ...nativeRecord(entry, context),
    ...(readFlag(call, 'expand') ? { expanded: parentExpansion(call, app, context.concept) } : {}),
  };
}

/** A published record as every export reads it: the native dialect, with the links of its files. */
export function recordSource(call: Call, app: App, entry: Entry): Doc {
  return nativeRecord(entry, viewContext(call, app, entry, { fileLinks: true }));
}

export function draftReply(status: number, call: Call, app: App, entry: Entry, extra: Extra = {}): Reply {
  return viewReply(status, call, draftView(call, app, entry, extra), entry.draftRevision);
}

export function recordReply(status: number, call: Call, app: App, entry: Entry, extra: Extra = {}): Reply {
  return viewReply(status, call, recordView(call, app, entry, extra), entry.record!.revision);
}

function viewReply(status: number, call: Call, view: Doc, revision: number): Reply {
  const headers = { etag: `"${revision}"` };
  if (isExport(call.accepted)) return exportReply(status, call.accepted, view, call.query, headers);
  return jsonReply(status, view, call.accepted, headers);
}

function isNative({ accepted }: Call): boolean {
  return accepted === NATIVE || isExport(accepted);
}

function viewContext(call: Call, app: App, entry: Entry, extra: Extra): ViewContext {
  const concept = app.store.concept(entry.parentId)!;
  const isManager = holds(call, app, entry, 'manage');
  return {
    origin: call.origin,
    concept,
    parent: parentView(app, concept, entry, { manages: isManager, edits: holds(call, app, entry, 'edit'), listed: extra.listed ?? false }),
    latestId: latestPublished(app.store, concept.id)?.id,
    manages: isManager,
    seesFiles: readsFiles(call, app, entry),
    guestUrl: call.user ? undefined : guestUrl(call),
    ...extra,
  };
}

/** Where a guest is, as people read it: of a query only white space and what parts it stays escaped. */
function guestUrl({ origin, path, query }: Call): string {
  const readable = (text: string) => text.replace(/[\p{Cc} %&=+#]/gu, (char) => encodeURIComponent(char));
  const parts = [...query].map(([name, value]) => `${readable(name)}=${readable(value)}`);
  return origin + path + (parts.length > 0 ? `?${parts.join('&')}` : '');
}
