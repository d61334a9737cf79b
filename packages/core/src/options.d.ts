import type { FileLimits } from './identifiers/file-limits.ts';
import { Concepts } from './transport/concepts.ts';
import type { LogEntry } from './transport/notices.ts';
import type { RateBudget } from './transport/rate-budget.ts';
import { Token, type TokenSource } from './transport/token.ts';
import type { Transport } from './transport/transport.ts';
import type { PublishGuardOptions } from './types/publish-guard.ts';
import type { CheckReply } from './types/reply-shape.ts';
import type { Wait } from './types/wait.ts';
/** Where Zenodo is: one of its two own hosts, or the origin of another installation. */
export type Place = {
    readonly environment: 'production' | 'sandbox';
    readonly baseUrl?: undefined;
} | {
    /** An origin without path, such as `https://zenodo.example.org`; plain http only on loopback. */
    readonly baseUrl: string;
    readonly environment?: undefined;
};
export type PortableOptions = Place & {
    /**
     * A personal access token, or a function that answers the one that is valid now: it is asked before each call, so that a token
     * can be changed without a restart. Without it core sets no Authorization header; a transport may add one.
     */
    readonly token?: TokenSource | undefined;
    /** DataCite's API, an origin. Known for Zenodo's own hosts. It never gets the token. */
    readonly dataciteUrl?: string | undefined;
    /** A name for the account, part of the hash of a deposit's key. Default empty; do not change it later. */
    readonly account?: string | undefined;
    /** Zenodo counts calls by it, and may block names that say nothing. Default: core's own name. */
    readonly userAgent?: string | undefined;
    /** A mail address or an https address at which Zenodo's operators can reach you; goes into the default User-Agent. */
    readonly contact?: string | undefined;
    readonly transport: Transport;
    /** Milliseconds since 1970. */
    readonly now: () => number;
    /** From 0 up to 1, for the spread of retries. Default `Math.random`. */
    readonly random?: (() => number) | undefined;
    readonly checkReply?: CheckReply | undefined;
    /**
     * How long, in milliseconds, the outcome of an unanswered create, version or publish is looked for before it is
     * called or given up again; Zenodo's own lists lag by seconds. Default 60 s.
     */
    readonly createLookMs?: number | undefined;
    /** Files of one deposit that are uploaded at the same time. Default 4. */
    readonly parallelUploads?: number | undefined;
    /** What a record can hold. Default 100 files and 50 GB; Zenodo raises the bytes on request, up to 200 GB. */
    readonly fileLimits?: FileLimits | undefined;
    /** A ceiling of publications a day, and more. A stop after Zenodo's spam answer holds without it too. */
    readonly publishGuard?: PublishGuardOptions | undefined;
    /** What the rate limit allows. Default: one for the process; one in a store lets several processes share. */
    readonly rateBudget?: RateBudget | undefined;
    /** The longest that one call waits for the rate limit, in milliseconds, before it ends as {@link RateLimitError}. Default a day. */
    readonly maxRateWaitMs?: number | undefined;
    /** The longest that one call spends in pauses between its tries, in milliseconds; a 503 can ask for long ones. Default 5 min. */
    readonly retryBudgetMs?: number | undefined;
    /** Told of every pause of a second or more, so that somebody can be told what is waited for. */
    readonly onWait?: ((wait: Wait) => void) | undefined;
    /** A debug log: told of what is sent and answered. No body, no token and no signature of an address is in it. */
    readonly log?: ((entry: LogEntry) => void) | undefined;
};
export interface Settings {
    readonly origin: string;
    readonly dataciteOrigin: string | undefined;
    readonly token: Token | undefined;
    readonly account: string;
    readonly userAgent: string;
    readonly transport: Transport;
    readonly now: () => number;
    readonly random: () => number;
    readonly checkReply: CheckReply | undefined;
    readonly createLookMs: number;
    readonly parallelUploads: number;
    readonly fileLimits: Required<FileLimits>;
    readonly publishGuard: PublishGuardOptions;
    readonly rateBudget: RateBudget | undefined;
    readonly maxRateWaitMs: number;
    readonly retryBudgetMs: number;
    readonly onWait: ((wait: Wait) => void) | undefined;
    readonly log: ((entry: LogEntry) => void) | undefined;
    /** Which concept an id belongs to, learnt from answers. */
    readonly concepts: Concepts;
    /** Work of one name at this origin goes one after another, within this process. */
    readonly inTurn: <T>(name: string, work: () => Promise<T>) => Promise<T>;
}
/** Kept equal to package.json by a test. */
export declare const version = "0.0.0";
/**
 * Checks the options and fills in what is absent.
 *
 * @throws {ConfigurationError} naming the option and what it may be
 */
export declare function settingsFrom(options: PortableOptions): Settings;
