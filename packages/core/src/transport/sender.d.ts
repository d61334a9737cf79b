import type { Settings } from '../options.ts';
import type { Address } from './address.ts';
import type { Call } from './call.ts';
import type { Outcome } from './failure.ts';
import { type Notices } from './notices.ts';
/** Sends a call once: through the gate of the rate limit, with its content opened and closed, told to the log. */
export declare class Sender {
    #private;
    constructor(settings: Settings, notices: Notices);
    /** @throws {RateLimitError} the rate limit has no room soon enough */
    send(call: Call, address: Address, attempt: number): Promise<Outcome>;
}
