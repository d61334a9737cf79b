import type { ReplyShape } from '../types/reply-shape.ts';

/** The fields without which nothing can go on; the schemas of the default entry look closer. */
const needed: Readonly<Partial<Record<ReplyShape, readonly string[]>>> = {
  draft: ['id', 'parent', 'metadata'],
  record: ['id', 'parent', 'metadata'],
  file: ['key'],
  files: ['entries'],
  records: ['hits'],
  ownRecords: ['hits'],
  community: ['id', 'slug', 'metadata'],
  communities: ['hits'],
  members: ['hits'],
  inclusions: [],
  request: ['id', 'status', 'type'],
  requests: ['hits'],
  requestEvent: ['id', 'type'],
  requestEvents: ['hits'],
  accessLink: ['id', 'permission', 'token'],
  accessLinks: ['hits'],
  accessGrant: ['permission', 'subject'],
  accessGrants: ['hits'],
  term: ['id'],
  terms: ['hits'],
  listing: ['hits'],
  dataciteDoi: ['data'],
};

/** What is wrong at first sight with a body: a gateway's page of HTML, another kind of object. */
export function looksLike(shape: ReplyShape, body: unknown): readonly string[] {
  if (shape === 'text') return typeof body === 'string' ? [] : [`no text, but ${typeof body}`];
  const fields = needed[shape];
  if (!fields) return [];
  if (typeof body !== 'object' || body === null) return [`no JSON object, but ${typeof body === 'string' ? 'text' : String(body)}`];
  return fields.filter((field) => !(field in body)).map((field) => `"${field}" is missing`);
}
