import type * as z from 'zod/mini';
import type { CheckReply, ReplyShape } from '../types/reply-shape.ts';
import { accessGrant, accessLink } from './access.ts';
import { community, inclusions, member } from './community.ts';
import { dataciteDoi } from './datacite-doi.ts';
import { fileEntry, fileList } from './file.ts';
import { pageOf } from './page.ts';
import { draft, zenodoRecord } from './record.ts';
import { request, requestEvent } from './request.ts';
import { term } from './vocabulary.ts';

const schemas: Readonly<Partial<Record<ReplyShape, z.ZodMiniType>>> = {
  draft,
  record: zenodoRecord,
  file: fileEntry,
  files: fileList,
  records: pageOf(zenodoRecord),
  ownRecords: pageOf(zenodoRecord),
  community,
  communities: pageOf(community),
  members: pageOf(member),
  inclusions,
  request,
  requests: pageOf(request),
  requestEvent,
  requestEvents: pageOf(requestEvent),
  accessLink,
  accessLinks: pageOf(accessLink),
  accessGrant,
  accessGrants: pageOf(accessGrant),
  term,
  terms: pageOf(term),
  dataciteDoi,
};

/** Looks at a body with its schema; what a schema does not know stays as it is. */
export const checkReply: CheckReply = (shape, body) => {
  // Compiling a schema costs a start more than all the answers of a run save.
  const checked = schemas[shape]?.safeParse(body, { jitless: true });
  if (!checked || checked.success) return [];
  return checked.error.issues.map((issue) => `"${issue.path.join('.')}": ${inWords(issue)}`);
};

/** zod's own sentences are a catalogue of many kilobytes. */
function inWords(issue: z.core.$ZodIssue): string {
  if (issue.code === 'invalid_type') return `expected ${issue.expected}`;
  if (issue.code === 'invalid_value') return `expected ${issue.values.map(String).join(' or ')}`;
  return issue.message;
}
