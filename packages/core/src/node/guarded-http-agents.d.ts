import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
/** Agents of Node's own HTTP for public addresses and named ranges, judged as by {@link guardedAgent}. */
export declare function guardedHttpAgents(allowPrivate: readonly string[] | undefined): {
    readonly httpAgent: HttpAgent;
    readonly httpsAgent: HttpsAgent;
};
