import { ensureDay, ensureOneOf } from '../errors/ensure.ts';
import { path } from '../transport/path.ts';
import type { AccessLink, AccessLinkInput } from '../types/access.ts';
import type { CallOptions } from '../types/call-options.ts';
import type { RecordId } from '../types/record.ts';
import { Resource } from './resource.ts';

/** Secret links to all versions of one concept, by the id of any draft or record of it. */
export class AccessLinks extends Resource {
  /** Makes a link. Not repeated by itself. @throws {ConfigurationError} no such permission, or `expires_at` is no day; nothing was sent */
  async create(id: RecordId, input: AccessLinkInput, options?: CallOptions): Promise<AccessLink> {
    ensureLink(input);
    return this.send('accessLink', { method: 'POST', path: path`/records/${id}/access/links`, json: input, ...options });
  }

  /** All links; there are no pages. */
  async list(id: RecordId, options?: CallOptions): Promise<readonly AccessLink[]> {
    return (await this.send('accessLinks', { method: 'GET', path: path`/records/${id}/access/links`, ...options })).hits.hits;
  }

  /** @throws {NotFoundError} no such link */
  get(id: RecordId, linkId: string, options?: CallOptions): Promise<AccessLink> {
    return this.send('accessLink', { method: 'GET', path: path`/records/${id}/access/links/${linkId}`, ...options });
  }

  /** Changes a link. @throws {ValidationError} it would end later than before */
  async update(id: RecordId, linkId: string, change: Partial<AccessLinkInput>, options?: CallOptions): Promise<AccessLink> {
    ensureLink(change);
    const target = path`/records/${id}/access/links/${linkId}`;
    return this.send('accessLink', { method: 'PATCH', path: target, json: change, repeatable: true, ...options });
  }

  /** Ends a link. */
  delete(id: RecordId, linkId: string, options?: CallOptions): Promise<void> {
    return this.send('none', { method: 'DELETE', path: path`/records/${id}/access/links/${linkId}`, ...options });
  }
}

function ensureLink({ permission, expires_at }: Partial<AccessLinkInput>): void {
  if (permission !== undefined) ensureOneOf('permission', permission, ['view', 'preview', 'edit']);
  if (expires_at !== undefined && expires_at !== '') ensureDay('expires_at', expires_at);
}
