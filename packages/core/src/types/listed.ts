import type { OwnRecord } from './page.ts';
import type { ZenodoRecord } from './record.ts';

/** A request as its lists show it. */
export interface ListedRequest {
  readonly id: string;
  readonly type: string;
  readonly status: string;
  readonly title?: string | null;
  readonly created: string;
  readonly updated: string;
  readonly receiver?: { readonly community?: string } | null;
  readonly topic?: { readonly record?: string } | null;
}

/**
 * An item of a list of records, with what it may lack; undefined when it has no id, times, revision or parent. Among
 * millions there are odd ones: one of them must not keep a watcher from all others.
 */
export function listedRecord(item: unknown): OwnRecord | undefined {
  if (!isObject(item) || !hasTimes(item) || typeof item['revision_id'] !== 'number') return undefined;
  const { parent, versions, metadata, pids, files } = item;
  if (!isObject(parent) || typeof parent['id'] !== 'string') return undefined;
  const place = { index: 1, is_latest: true, ...(isObject(versions) && versions) };
  const parts = { metadata: objectOr(metadata, {}), pids: objectOr(pids, {}), files: objectOr(files, { enabled: false }) };
  return { is_published: true, is_draft: false, links: {}, ...item, ...parts, versions: place } as unknown as OwnRecord;
}

export const listedPublished = (item: unknown): ZenodoRecord | undefined => listedRecord(item) as ZenodoRecord | undefined;

export function listedRequest(item: unknown): ListedRequest | undefined {
  const isRequest = isObject(item) && hasTimes(item) && typeof item['type'] === 'string' && typeof item['status'] === 'string';
  return isRequest ? (item as unknown as ListedRequest) : undefined;
}

type Item = Readonly<{ [name: string]: unknown }>;

const isObject = (value: unknown): value is Item => typeof value === 'object' && value !== null && !Array.isArray(value);
const objectOr = (value: unknown, otherwise: Item): Item => (isObject(value) ? value : otherwise);
const isTime = (value: unknown): boolean => typeof value === 'string' && !Number.isNaN(Date.parse(value));
const hasTimes = (item: Item): boolean => typeof item['id'] === 'string' && isTime(item['created']) && isTime(item['updated']);
