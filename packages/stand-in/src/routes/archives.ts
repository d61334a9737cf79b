import type { App } from '../app.ts';
import type { Call } from '../http/call.ts';
import { noSuchId, Problem } from '../http/problem.ts';
import { type Reply, reply } from '../http/reply.ts';
import type { Route } from '../http/router.ts';
import { zip } from '../http/zip.ts';
import type { FileSet } from '../state/entry.ts';
import { findDraft } from './find.ts';
import { findWithFiles } from './records.ts';

const MOST_BYTES = 300_000_000;

function ofRecord(call: Call, app: App): Reply {
  const { id, record } = findWithFiles(call, app);
  return archive(app, id, record!.files);
}

function ofDraft(call: Call, app: App): Reply {
  const { id, draft } = findDraft(call, app, noSuchId, 'preview');
  return archive(app, id, draft!.files);
}

/** Most records have no media files: then the archive is empty. */
function mediaOfRecord(call: Call, app: App): Reply {
  const { id, record } = findWithFiles(call, app);
  return archive(app, id, record!.mediaFiles);
}

function mediaOfDraft(call: Call, app: App): Reply {
  const { id, draft } = findDraft(call, app, noSuchId, 'preview');
  return archive(app, id, draft!.mediaFiles);
}

/** @throws {Problem} 400 when the files are too much for one archive */
function archive(app: App, id: string, files: FileSet | undefined): Reply {
  const committed = (files?.entries ?? []).filter((file) => file.status === 'completed');
  if (committed.reduce((sum, file) => sum + (file.size ?? 0), 0) > MOST_BYTES)
    throw new Problem(400, `Archive download is only available for records with total file size up to ${MOST_BYTES} bytes.`);
  const members = committed.map((file) => ({ name: file.key, path: app.blobs.path(file.blob!) }));
  return reply(200, 'application/zip', { stream: () => zip(members) }, { 'content-disposition': `attachment; filename=${id}.zip` });
}

export const archiveRoutes: readonly Route[] = [
  { method: 'GET', path: '/api/records/:id/files-archive', handle: ofRecord },
  { method: 'GET', path: '/api/records/:id/draft/files-archive', handle: ofDraft },
  { method: 'GET', path: '/api/records/:id/media-files-archive', handle: mediaOfRecord },
  { method: 'GET', path: '/api/records/:id/draft/media-files-archive', handle: mediaOfDraft },
];
