import type { Settings } from '../options.ts';
import type { Address } from './address.ts';
import type { Call } from './call.ts';
import { type Notices } from './notices.ts';
import type { RateTold } from './rate-window.ts';
/** Tells the budget that a call has ended, and what its answer said of the limit. */
type Landed = (told: RateTold | undefined) => Promise<void>;
/** Lets a call pass when the rate limit has room for it. */
export declare class RateGate {
    #private;
    constructor(settings: Settings, notices: Notices);
    /** @throws {RateLimitError} there is no room within `maxRateWaitMs` */
    pass(call: Call, address: Address): Promise<Landed>;
}
export {};
