import type { Settings } from '../options.ts';
import type { Call } from './call.ts';
/** Where one try goes: Zenodo, DataCite, or where a redirect led. */
export interface Address {
    /** Absolute. Its query, if it has one, is a redirect's own. */
    readonly url: string;
    /** True for Zenodo's own origin: no other gets the token. */
    readonly authenticated: boolean;
    /** For messages: without query. */
    readonly name: string;
    /** A redirect led to another origin, often to a store by a signed address: what it answers may repeat the signature. */
    readonly foreign: boolean;
}
export declare function addressOf({ origin, dataciteOrigin }: Settings, { method, at, path }: Call): Address;
export declare function addressOfRedirect({ origin }: Settings, { method }: Call, target: URL): Address;
