import type { Call } from '../http/call.ts';
import { type Doc, docAt } from '../json.ts';
import type { FileState } from '../state/entry.ts';
import type { ReviewRequest } from '../state/request.ts';
import { mediaTypeOf } from './media-types.ts';

/** A file of a request as its own routes show it. */
export function requestFileView(call: Call, request: ReviewRequest, file: FileState): Doc {
  return {
    id: file.fileId ?? '',
    key: file.key,
    checksum: file.checksum ?? '',
    mimetype: mediaTypeOf(file.key),
    size: file.size ?? 0,
    metadata: file.metadata,
    links: linksOf(call, request, file),
  };
}

/** The same where a comment that shows the file is expanded. */
export function expandedRequestFile(call: Call, request: ReviewRequest, file: FileState): Doc {
  return {
    file_id: file.fileId ?? '',
    key: file.key,
    original_filename: docAt({ metadata: file.metadata }, 'metadata')['original_filename'] ?? '',
    size: file.size ?? 0,
    mimetype: mediaTypeOf(file.key),
    created: file.created,
    links: linksOf(call, request, file),
  };
}

function linksOf({ origin }: Call, { id }: ReviewRequest, { key }: FileState): Doc {
  const self = `${origin}/api/requests/${id}/files/${encodeURIComponent(key)}`;
  return { self, content: `${self}/content`, download_html: `${origin}/requests/${id}/files/${encodeURIComponent(key)}` };
}
