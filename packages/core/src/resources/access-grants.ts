import { ensureOneOf, ensureText, refuse } from '../errors/ensure.ts';
import { path } from '../transport/path.ts';
import type { AccessGrant, AccessGrantInput, Permission } from '../types/access.ts';
import type { CallOptions } from '../types/call-options.ts';
import type { RecordId } from '../types/record.ts';
import { Resource } from './resource.ts';

const permissions = ['view', 'preview', 'edit', 'manage'] as const;

/** What other accounts may do with all versions of one concept. */
export class AccessGrants extends Resource {
  /** Lets accounts in, up to 100 in one call. Not repeated by itself. @throws {ValidationError} one of them has a grant already */
  async create(id: RecordId, grants: readonly AccessGrantInput[], options?: CallOptions): Promise<readonly AccessGrant[]> {
    if (!Array.isArray(grants) || grants.length < 1 || grants.length > 100) {
      refuse('grants', 'holds none, or more than 100', `a list such as [{ permission: 'view', subject: { type: 'user', id: '623' } }]`);
    }
    for (const [index, { permission, subject }] of grants.entries()) {
      ensureOneOf(`grants.${index}.permission`, permission, permissions);
      ensureOneOf(`grants.${index}.subject.type`, subject?.type, ['user', 'role', 'system_role']);
      ensureText(`grants.${index}.subject.id`, subject?.id, `an id such as '623'`);
    }
    const made = await this.send('accessGrants', {
      method: 'POST',
      path: path`/records/${id}/access/grants`,
      json: { grants },
      ...options,
    });
    return made.hits.hits;
  }

  /** All grants; there are no pages. */
  async list(id: RecordId, options?: CallOptions): Promise<readonly AccessGrant[]> {
    return (await this.send('accessGrants', { method: 'GET', path: path`/records/${id}/access/grants`, ...options })).hits.hits;
  }

  /** The grant of a user. @throws {NotFoundError} there is none */
  get(id: RecordId, userId: string, options?: CallOptions): Promise<AccessGrant> {
    return this.send('accessGrant', { method: 'GET', path: path`/records/${id}/access/users/${userId}`, ...options });
  }

  /** Lets a user do more or less. */
  async update(id: RecordId, userId: string, permission: Permission, options?: CallOptions): Promise<AccessGrant> {
    const json = { permission: ensureOneOf('permission', permission, permissions) };
    const target = path`/records/${id}/access/users/${userId}`;
    return this.send('accessGrant', { method: 'PATCH', path: target, json, repeatable: true, ...options });
  }

  /** Takes the grant of a user back. */
  delete(id: RecordId, userId: string, options?: CallOptions): Promise<void> {
    return this.send('none', { method: 'DELETE', path: path`/records/${id}/access/users/${userId}`, ...options });
  }
}
