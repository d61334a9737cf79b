import { randomUUID } from 'node:crypto';
import type { App } from '../app.ts';
import type { Call } from '../http/call.ts';
import { limitedBytes } from '../http/limited-bytes.ts';
import { DRAFT_FILE_TYPES, FILE_BODY } from '../http/negotiation.ts';
import { Problem } from '../http/problem.ts';
import { jsonReply, noContent, type Reply } from '../http/reply.ts';
import type { Route } from '../http/router.ts';
import type { Doc } from '../json.ts';
import { reviseCommunity } from '../lifecycle/communities.ts';
import { wholeFile } from '../lifecycle/uploads.ts';
import { mediaTypeOf } from '../replies/media-types.ts';
import { owns, requireThat } from '../rules/communities.ts';
import type { Community } from '../state/community.ts';
import type { FileState } from '../state/entry.ts';
import { communityOf } from './communities.ts';
import { download } from './downloads.ts';

const MOST_BYTES = 1_000_000;
const KEY = 'logo';

const none = () => new Problem(404, 'No logo exists for this community.');

function read(call: Call, app: App): Reply {
  const { logo } = communityOf(call, app);
  if (!logo) throw none();
  return download(call, app, logo);
}

async function write(call: Call, app: App): Promise<Reply> {
  requireThat(owns(call.user, communityOf(call, app)));
  const length = call.headers['content-length'];
  const stored = await app.blobs.take(limitedBytes(call.bytes, length, MOST_BYTES, () => tooLarge(length)));
  const logo: FileState = { ...wholeFile(app, KEY, stored), metadata: null };
  const before = communityStill(call, app, stored.blob);
  const bucketId = before.bucketId ?? randomUUID();
  reviseCommunity(app, { ...before, logo, bucketId });
  if (before.logo) app.blobs.remove(before.logo.blob!);
  return jsonReply(200, logoView(call, logo, bucketId), call.accepted);
}

/** The community, read again once the bytes are in; when it is gone by now, the bytes go too. */
function communityStill(call: Call, app: App, blob: string): Community {
  try {
    return communityOf(call, app);
  } catch (error) {
    app.blobs.remove(blob);
    throw error;
  }
}

function remove(call: Call, app: App): Reply {
  const { logo, ...community } = communityOf(call, app);
  requireThat(owns(call.user, community));
  if (!logo) throw none();
  reviseCommunity(app, community);
  app.blobs.remove(logo.blob!);
  return noContent();
}

function tooLarge(announced: string | undefined): Problem {
  const given = Number(announced ?? MOST_BYTES + 1);
  return new Problem(400, `Logo size limit exceeded. Limit: ${readable(MOST_BYTES)} Given: ${readable(given)}`);
}

function readable(bytes: number): string {
  const units = ['B', 'KB', 'MB', 'GB', 'TB'];
  const power = Math.min(units.length - 1, Math.floor(Math.log10(Math.max(1, bytes)) / 3));
  return `${(bytes / 1000 ** power).toFixed(2)} ${units[power]}`;
}

function logoView(call: Call, logo: FileState, bucketId: string): Doc {
  return {
    created: logo.created,
    updated: logo.updated,
    mimetype: mediaTypeOf(logo.key),
    version_id: logo.versionId ?? '',
    file_id: logo.fileId ?? '',
    bucket_id: bucketId,
    metadata: logo.metadata,
    access: { hidden: false },
    links: { self: `${call.origin}/api/communities/${call.param('community')}/logo` },
    key: logo.key,
    transfer: logo.transfer,
    status: logo.status,
    checksum: logo.checksum ?? '',
    size: logo.size ?? 0,
    storage_class: 'L',
  };
}

const LOGO = '/api/communities/:community/logo';
const serves = DRAFT_FILE_TYPES;

export const communityLogoRoutes: readonly Route[] = [
  { method: 'GET', path: LOGO, serves, handle: read },
  { method: 'PUT', path: LOGO, serves, takes: FILE_BODY, handle: write },
  { method: 'DELETE', path: LOGO, serves, handle: remove },
];
