import { Agent } from 'undici';
/**
 * Connections to public addresses and to named ranges: judged as a literal, as every answer of DNS, and on the connected
 * socket, so that a name cannot change its mind in between. Proxies of the environment are not used, since they would
 * connect without being judged.
 *
 * @throws {ConfigurationError} a range that is none
 */
export declare function guardedAgent(allowPrivate: readonly string[] | undefined): Agent;
