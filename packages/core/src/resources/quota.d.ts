import type { CallOptions } from '../types/call-options.ts';
import type { RecordId } from '../types/record.ts';
import type { ZenodoRequest } from '../types/request.ts';
import { Resource } from './resource.ts';
/** Room for files. A draft has 50 GB; each account may share out 150 GB more, up to 200 GB a draft. */
export declare class Quota extends Resource {
    /**
     * Sets how much one draft may hold, and how large one of its files may be. Answered at once; not repeated by itself.
     *
     * @param totalGb - the whole room in gigabytes (10^9 bytes), not what is to be added
     * @throws {ConfigurationError} not from 50 to 200; nothing was sent
     * @throws {PermissionError} the draft is not yours, or the account has no more to give
     */
    increase(id: RecordId, totalGb: number, options?: CallOptions): Promise<ZenodoRequest>;
}
