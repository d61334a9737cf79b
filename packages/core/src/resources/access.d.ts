import type { AccessRequestInput, AccessSettings, Embargo } from '../types/access.ts';
import type { CallOptions } from '../types/call-options.ts';
import type { OwnRecord } from '../types/page.ts';
import type { Draft, RecordId } from '../types/record.ts';
import { Resource } from './resource.ts';
/**
 * Who may see the files of a draft, and of the record that it becomes; for a published record open a draft with
 * `drafts.edit` first, and publish it afterwards. Metadata are public on Zenodo.
 */
export declare class Access extends Resource {
    #private;
    /** Everybody may see the files. Ends an embargo. */
    open(id: RecordId, options?: CallOptions): Promise<Draft>;
    /** Nobody sees the files but those who are let in: `accessLinks`, `accessGrants`. Ends an embargo. */
    restrict(id: RecordId, options?: CallOptions): Promise<Draft>;
    /**
     * Restricts the files until a day on which Zenodo opens them by itself.
     *
     * @throws {ConfigurationError} `until` is no day, or not ahead; nothing was sent
     */
    embargo(id: RecordId, { until, reason }: Embargo, options?: CallOptions): Promise<Draft>;
    /** Says who may ask for access to restricted files. Answers the record, or the draft where none is published. */
    updateSettings(id: RecordId, settings: AccessSettings, options?: CallOptions): Promise<OwnRecord>;
    /**
     * Asks the owner of restricted files for access. Guests get a letter with a link first. Not repeated by itself.
     *
     * @throws {ValidationError} asked already
     * @throws {PermissionError} the caller may see the files
     */
    request(id: RecordId, asked: AccessRequestInput, options?: CallOptions): Promise<unknown>;
}
