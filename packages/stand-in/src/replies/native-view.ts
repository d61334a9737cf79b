import type { FieldError } from '../http/problem.ts';
import type { Doc } from '../json.ts';
import { docAt } from '../json.ts';
import type { Concept, Content, Entry } from '../state/entry.ts';
import { withCustomTerms, withTerms } from '../vocabularies/references.ts';
import { filesPlace, filesSummary } from './file-view.ts';
import { draftLinks, recordLinks } from './links.ts';
import { uiView } from './ui-view.ts';

/** What a view needs beside the entry itself. */
export interface ViewContext {
  readonly origin: string;
  readonly concept: Concept;
  /** What all versions share. */
  readonly parent: Doc;
  /** Id of the latest published version, if any. */
  readonly latestId: string | undefined;
  /** True when the reader may manage the record: then grants and links of the parent are shown. */
  readonly manages: boolean;
  /** True when the reader may see the files; else not even their number is shown. */
  readonly seesFiles: boolean;
  /** What a guest asked for, to come back to after logging in; undefined for a known user. */
  readonly guestUrl: string | undefined;
  /** Complaints about the draft; an empty list is not shown. */
  readonly errors?: readonly FieldError[];
  /** True in the answer to a creation, where the access status counts no files yet. */
  readonly created?: boolean;
  /** True in listings. */
  readonly listed?: boolean;
  /** True when files carry their links: a record read by its id. */
  readonly fileLinks?: boolean;
  /** False where terms of vocabularies are shown with their id alone: a draft that was open already. */
  readonly terms?: boolean;
}

const NO_FILES: Doc = { enabled: false, order: [], count: 0, total_bytes: 0, entries: {} };

/** A draft in the native dialect. */
export function nativeDraft(entry: Entry, context: ViewContext): Doc {
  const draft = entry.draft!;
  return {
    id: entry.id,
    created: draft.created,
    updated: draft.updated,
    links: draftLinks(entry, context.concept, context.origin),
    revision_id: entry.draftRevision,
    parent: context.parent,
    versions: versionsView(entry, context),
    is_published: entry.record !== undefined,
    is_draft: true,
    expires_at: draft.expiresAt,
    ...contentView(draft, context),
    files: filesSummary(draft.files, { listed: context.listed ?? false }),
    media_files: draft.mediaFiles ? filesSummary(draft.mediaFiles, { listed: context.listed ?? false }) : NO_FILES,
    status: statusOf(entry),
    ...(context.errors?.length ? { errors: context.errors.map((error) => ({ ...error })) } : {}),
    ui: uiView(
      { ...draft, customFields: shownCustomFields(draft, context) },
      entry,
      shownMetadata(draft, context),
      accessStatus(draft, context.created),
      true,
      context.guestUrl,
    ),
  };
}

/** A published record in the native dialect. */
export function nativeRecord(entry: Entry, context: ViewContext): Doc {
  const record = entry.record!;
  const place = context.fileLinks ? { place: filesPlace(context.origin, 'record', entry.id) } : {};
  return {
    id: entry.id,
    created: record.created,
    updated: record.updated,
    links: recordLinks(entry, context.concept, context.origin),
    revision_id: record.revision,
    parent: context.parent,
    versions: versionsView(entry, context),
    is_published: true,
    is_draft: false,
    ...contentView(record, context),
    files: context.seesFiles
      ? filesSummary(record.files, { listed: context.listed ?? false, ...place })
      : { enabled: record.files.enabled },
    media_files: mediaView(record, context),
    status: 'published',
    deletion_status: { is_deleted: false, status: 'P' },
    stats: { this_version: noVisits(), all_versions: noVisits() },
    swh: context.listed ? null : {},
    ui: uiView(
      { ...record, customFields: shownCustomFields(record, context) },
      entry,
      shownMetadata(record, context),
      accessStatus(record),
      false,
      context.guestUrl,
    ),
  };
}

function mediaView({ mediaFiles }: Content, { seesFiles, listed = false }: ViewContext): Doc {
  if (!seesFiles) return { enabled: mediaFiles !== undefined };
  return mediaFiles ? filesSummary(mediaFiles, { listed }) : NO_FILES;
}

/** `open`, `restricted`, `embargoed` or `metadata-only`. A draft that was just created has no files yet and counts as the last. */
export function accessStatus(content: Content, created = false): string {
  const embargo = docAt(content.access, 'embargo');
  if (embargo['active'] === true) return 'embargoed';
  if (created || !content.files.enabled) return 'metadata-only';
  return content.access['files'] === 'restricted' ? 'restricted' : 'open';
}

function contentView(content: Content, context: ViewContext): Doc {
  return {
    pids: content.pids,
    metadata: shownMetadata(content, context),
    custom_fields: shownCustomFields(content, context),
    access: { ...content.access, status: accessStatus(content, context.created) },
  };
}

function shownCustomFields({ customFields }: Content, context: ViewContext): Doc {
  return context.terms === false ? customFields : withCustomTerms(customFields);
}

function shownMetadata(content: Content, context: ViewContext): Doc {
  return context.terms === false ? content.metadata : withTerms(content.metadata);
}

const REVIEWED: Readonly<Record<string, string>> = {
  created: 'draft_with_review',
  submitted: 'in_review',
  declined: 'declined',
  expired: 'expired',
};

/** Where a draft stands: `draft`, `new_version_draft`, or `published` for an edit; or where its review does. */
export function statusOf(entry: Entry): string {
  if (entry.record) return 'published';
  const reviewed = REVIEWED[entry.review?.status ?? ''];
  if (reviewed !== undefined) return reviewed;
  return entry.index > 1 ? 'new_version_draft' : 'draft';
}

function versionsView(entry: Entry, { concept, latestId, manages }: ViewContext): Doc {
  const latestDraft = concept.nextDraftId ?? latestId;
  return {
    is_latest: entry.id === latestId,
    ...(manages ? { is_latest_draft: entry.id === latestDraft } : {}),
    index: entry.index,
  };
}

function noVisits(): Doc {
  return { views: 0, unique_views: 0, downloads: 0, unique_downloads: 0, data_volume: 0 };
}
