import type { AccessGrant, AccessGrantInput, Permission } from '../types/access.ts';
import type { CallOptions } from '../types/call-options.ts';
import type { RecordId } from '../types/record.ts';
import { Resource } from './resource.ts';
/** What other accounts may do with all versions of one concept. */
export declare class AccessGrants extends Resource {
    /** Lets accounts in, up to 100 in one call. Not repeated by itself. @throws {ValidationError} one of them has a grant already */
    create(id: RecordId, grants: readonly AccessGrantInput[], options?: CallOptions): Promise<readonly AccessGrant[]>;
    /** All grants; there are no pages. */
    list(id: RecordId, options?: CallOptions): Promise<readonly AccessGrant[]>;
    /** The grant of a user. @throws {NotFoundError} there is none */
    get(id: RecordId, userId: string, options?: CallOptions): Promise<AccessGrant>;
    /** Lets a user do more or less. */
    update(id: RecordId, userId: string, permission: Permission, options?: CallOptions): Promise<AccessGrant>;
    /** Takes the grant of a user back. */
    delete(id: RecordId, userId: string, options?: CallOptions): Promise<void>;
}
