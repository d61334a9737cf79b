import type { App } from '../app.ts';
import type { Call } from '../http/call.ts';
import { limitedBytes } from '../http/limited-bytes.ts';
import { DRAFT_FILE_TYPES, FILE_BODY } from '../http/negotiation.ts';
import { Problem } from '../http/problem.ts';
import { jsonReply, noContent, type Reply } from '../http/reply.ts';
import type { Route } from '../http/router.ts';
import { addRequestFile, removeRequestFiles } from '../lifecycle/request-files.ts';
import { requestFileView } from '../replies/request-file-view.ts';
import { requireThat } from '../rules/communities.ts';
import type { FileState } from '../state/entry.ts';
import type { ReviewRequest } from '../state/request.ts';
import { download } from './downloads.ts';
import { readableRequest } from './requests.ts';

const MOST_BYTES = 10_000_000;

const tooLarge = () => new Problem(400, 'File size exceeds limit');

/** Who may comment may add files, for comments to show. */
async function upload(call: Call, app: App): Promise<Reply> {
  commentable(call, app);
  const stored = await app.blobs.take(limitedBytes(call.bytes, call.headers['content-length'], MOST_BYTES, tooLarge));
  const request = requestStill(call, app, stored.blob);
  return jsonReply(200, requestFileView(call, request, addRequestFile(app, request, call.param('key'), stored)), call.accepted);
}

/** The request, read again once the bytes are in; when it is gone or locked by now, the bytes go too. */
function requestStill(call: Call, app: App, blob: string): ReviewRequest {
  try {
    return commentable(call, app);
  } catch (error) {
    app.blobs.remove(blob);
    throw error;
  }
}

function content(call: Call, app: App): Reply {
  return download(call, app, fileOf(call, readableRequest(call, app)));
}

function remove(call: Call, app: App): Reply {
  const request = commentable(call, app);
  removeRequestFiles(app, request, [fileOf(call, request)]);
  return noContent();
}

function commentable(call: Call, app: App): ReviewRequest {
  const request = readableRequest(call, app);
  requireThat(!request.isLocked || call.user?.account === 'admin');
  return request;
}

function fileOf(call: Call, { files = [] }: ReviewRequest): FileState {
  const file = files.find(({ key }) => key === call.param('key'));
  if (!file) throw new Problem(404, 'File not found');
  return file;
}

const FILES = '/api/requests/:request/files';
const serves = DRAFT_FILE_TYPES;

export const requestFileRoutes: readonly Route[] = [
  { method: 'PUT', path: `${FILES}/upload/:key`, serves, takes: FILE_BODY, handle: upload },
  { method: 'GET', path: `${FILES}/:key/content`, serves, handle: content },
  { method: 'DELETE', path: `${FILES}/:key`, serves, handle: remove },
];
