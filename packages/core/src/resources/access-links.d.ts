import type { AccessLink, AccessLinkInput } from '../types/access.ts';
import type { CallOptions } from '../types/call-options.ts';
import type { RecordId } from '../types/record.ts';
import { Resource } from './resource.ts';
/** Secret links to all versions of one concept, by the id of any draft or record of it. */
export declare class AccessLinks extends Resource {
    /** Makes a link. Not repeated by itself. @throws {ConfigurationError} no such permission, or `expires_at` is no day; nothing was sent */
    create(id: RecordId, input: AccessLinkInput, options?: CallOptions): Promise<AccessLink>;
    /** All links; there are no pages. */
    list(id: RecordId, options?: CallOptions): Promise<readonly AccessLink[]>;
    /** @throws {NotFoundError} no such link */
    get(id: RecordId, linkId: string, options?: CallOptions): Promise<AccessLink>;
    /** Changes a link. @throws {ValidationError} it would end later than before */
    update(id: RecordId, linkId: string, change: Partial<AccessLinkInput>, options?: CallOptions): Promise<AccessLink>;
    /** Ends a link. */
    delete(id: RecordId, linkId: string, options?: CallOptions): Promise<void>;
}
