/** Says why nothing may be fetched from an address; undefined when it may. */
export type AddressGuard = (address: string) => string | undefined;
/**
 * Judges addresses by what they are: public ones are fine, others when a range is named. An IPv6 address that wraps one
 * of IPv4 is judged by what it wraps; what cannot be read is refused.
 *
 * @throws {ConfigurationError} a range that is none
 */
export declare function addressGuard(allowedRanges?: readonly string[]): AddressGuard;
