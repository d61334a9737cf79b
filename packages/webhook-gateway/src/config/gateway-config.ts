import type { DepositsOptions, PostgresStoreOptions, Store } from '@zenodo-connect/nestjs';
import type { EventType } from '../events/event-types.ts';
import type { Match } from '../recipes/match-schema.ts';
import type { EventFormat, HeaderToken } from '../subscribers/subscription.ts';

/** Who receives events. */
export interface SubscriberConfig {
  /** Names the subscriber in tables, pages and logs; keep it when the address changes. */
  readonly name: string;
  readonly url: string;
  /** `whsec_` and the base64 of 24 bytes or more. */
  readonly secret?: string;
  /** Further secrets that sign too: `whsk_…` for v1a, the new one while an old one is changed. At most ten in all. */
  readonly secrets?: readonly string[];
  /** A fixed header, for receivers that cannot check signatures; beside secrets or instead of them. */
  readonly header?: HeaderToken;
  /** Types or groups of them. Default: all. */
  readonly events?: readonly (EventType | EventGroup)[];
  /** Over paths of the event, with the operators of a recipe's `match`: `{ 'data.route': 'xrd' }`. */
  readonly filter?: Match;
  /** Default `combined`: one JSON body that is a CloudEvent and a Standard Webhooks payload. */
  readonly format?: EventFormat;
  /** Loopback and private addresses are refused unless this is true, or names their ranges: `['10.0.0.0/8']`. */
  readonly allowPrivate?: boolean | readonly string[];
  /**
   * True: before the first event the receiver is asked by OPTIONS whether it wants events of this gateway, as CloudEvents' webhooks do;
   * nothing is sent before it says so, and no faster than it says. Default false, since many receivers (n8n's among them) answer nothing.
   */
  readonly handshake?: boolean;
}

/** A group of event types: `deposit.*`, or `*` for all. */
export type EventGroup = '*' | `${string}.*`;

export interface LimitsConfig {
  /** Bytes of one file. Default 10 GiB. */
  readonly maxBytes?: number;
  /** Files that wait for Zenodo; more are refused until some are done. One route fills four fifths of it at most. Default 500,000. */
  readonly maxQueued?: number;
  /** Refuses files while the oldest waits longer. Default: never, since Zenodo may be away for days. */
  readonly maxQueueAgeMs?: number;
  /** Requests with a body at once; one route has four fifths of them at most. Default 5,000. */
  readonly maxUploads?: number;
  /** What stays free on the disk of the spool. Default 256 MiB. */
  readonly minFreeBytes?: number;
  /** Open connections at once; more are closed before a byte of them is read. Default 10,000. */
  readonly maxConnections?: number;
  /** Those of one address, which no listed proxy has. Default 1,000. */
  readonly maxConnectionsPerAddress?: number;
  /** The head of a request; half of it more passes until it is noticed. Default 10 s. */
  readonly headersMs?: number;
  /** A whole request, body included. Default 6 hours. */
  readonly requestMs?: number;
  /** A body with fewer than `paceBytes` in this time is ended. Default 30 s. */
  readonly paceWindowMs?: number;
  /** Default 30,000, which is 1 kB a second. */
  readonly paceBytes?: number;
  /** What uploads that run may take when the gateway stops. Default 10 s. */
  readonly drainMs?: number;
}

/** A folder of this machine whose files are taken in. */
export interface WatchConfig {
  readonly route: string;
  readonly folder: string;
  /** `folder` (default): the first folder below; `name`: the file's name without its ending; `recipe`: the recipe makes it. */
  readonly datasetFrom?: 'folder' | 'name' | 'recipe';
  /** A file is complete when nothing changed for this long. Default 30 s. */
  readonly quietMs?: number;
  /** A file beside it says that a file is complete, such as `{name}.done`; then quiet does not. */
  readonly marker?: string;
  /** Looks itself, for network drives that tell of no changes. */
  readonly polling?: boolean;
  /** Where taken files are moved, on the same disk. Default: they stay. */
  readonly moveTo?: string;
}

/** S3-compatible storage whose objects are taken in. */
export interface StoreConfig {
  /** Names it in tables and logs. */
  readonly name: string;
  readonly route: string;
  /** Absent: Amazon's own. */
  readonly endpoint?: string;
  readonly region?: string;
  readonly bucket: string;
  /** Only keys that begin so. */
  readonly prefix?: string;
  /** `folder` (default): the first part of the key after the prefix. */
  readonly datasetFrom?: 'folder' | 'name' | 'recipe';
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  /** Between two looks over the whole bucket, for what no event told. Default 1 hour. */
  readonly sweepMs?: number;
}

/** TLS by certificate files, which are read again when they change. */
export interface TlsConfig {
  /** The certificate and those between it and the root, PEM. */
  readonly certFile: string;
  readonly keyFile: string;
  /** Asks senders for a certificate of theirs; routes with auth type mtls look at it. */
  readonly clientCertificates?: boolean;
}

export interface DeliveriesConfig {
  /** Before the second, third, … try. Default 5 s, 5 min, 30 min, 2 h, 5 h, 10 h, 14 h, 20 h, 24 h; then the event is given up. */
  readonly delaysMs?: readonly number[];
  /** The whole of one try. Default 30 s. */
  readonly timeoutMs?: number;
  /** Between two looks for due deliveries; a new one does not wait for it. Default 1 s. */
  readonly pollMs?: number;
  /** Failures in a row after which a subscriber is given rests and single probes. Default 10. */
  readonly breakAfter?: number;
  /** The rests; the last one repeats. Default 30 s, 1, 2, 5, 15 min, 1 h. */
  readonly restsMs?: readonly number[];
  /** After so long of nothing but failures a subscriber is disabled. Default 5 days. */
  readonly disableAfterMs?: number;
  /** How long tries are kept for the pages. Default 30 days. */
  readonly keepAttemptsMs?: number;
}

export interface ObserveConfig {
  /** The account's own drafts and records, and their requests. */
  readonly own?: boolean;
  /** Slugs or ids: what is taken in and removed, and all that happens to it. */
  readonly communities?: readonly string[];
  /** What searches find. */
  readonly queries?: readonly string[];
  /** Parent ids. */
  readonly concepts?: readonly string[];
  /** Sets of OAI-PMH, such as `user-my-community`. */
  readonly sets?: readonly string[];
  /** The part of Zenodo's 30 searches a minute that watching may use, up to 1. Default 0.1. */
  readonly share?: number;
}

/** How deposits are worked off, as nest-module knows it; the rest is the gateway's own. `run: false` only takes files in. */
export type DepositTimings = Pick<
  DepositsOptions,
  'run' | 'concurrency' | 'leaseMs' | 'pollMs' | 'giveUpAfterMs' | 'retryDelaysMs' | 'doiDelaysMs' | 'shutdownMs'
>;

/** One line of the log; always safe to keep. */
export type LogLine = Readonly<Record<string, string | number | boolean | undefined>>;

/** All that a gateway needs; only `folder`, `zenodo` and `routes` have no default. Times are in milliseconds. */
export interface GatewayConfig {
  /** Database and spool. One gateway at a time may use it; put it on a local disk. */
  readonly folder: string;
  /** Where bytes wait. Default: `spool` in `folder`. Gateways that share a database share it too, on a disk that all of them see. */
  readonly spool?: string;
  /** Default `127.0.0.1`, port 8080; port 0 takes a free one. */
  readonly listen?: {
    readonly host?: string;
    readonly port?: number;
    readonly tls?: TlsConfig;
    /** Networks from which requests without TLS are taken, such as `10.20.0.0/16`. Loopback always is. */
    readonly plainHttp?: readonly string[];
  };
  /** Proxies whose `X-Forwarded-For`, `X-Forwarded-Proto` and certificate headers are believed. Default: none. */
  readonly trustedProxies?: readonly string[];
  readonly watch?: readonly WatchConfig[];
  readonly stores?: readonly StoreConfig[];
  /** What senders sign with or prove themselves by, under the names that recipes use. */
  readonly secrets?: Readonly<Record<string, string>>;
  /** What the world calls this gateway, such as `https://gw.lab.example`. Default: the address it listens on. */
  readonly publicUrl?: string;
  readonly zenodo: {
    /** An origin without `/api`: `https://sandbox.zenodo.org`. */
    readonly url: string;
    readonly token: string;
    /** Where DOIs are looked up. Default: DataCite's own. */
    readonly dataciteUrl?: string;
    /** How long a draft is looked for after its creation was left unanswered: longer than the index lags. Default 60 s. */
    readonly createLookMs?: number;
    /** Records that may be published in one UTC day, over all recipes; what is beyond waits for the next. Default: no ceiling. */
    readonly perDay?: number;
  };
  /**
   * Where a PostgreSQL database is, which several gateways may share, each with a `folder` of its own and all with one
   * `spool`; or an open store that its owner closes. Default: SQLite in `folder`.
   */
  readonly store?: Store | PostgresStoreOptions;
  /** Whether other gateways work on the same store. Default: when `store` is a PostgreSQL's address. */
  readonly shared?: boolean;
  /** `redis://host:6379`: wakes the other gateways at once when a file came in. It holds nothing that matters. */
  readonly redis?: string;
  /** The folder of recipes. */
  readonly routes: string;
  /** Milliseconds between two looks whether recipes were changed; those are then taken over. Default 2 s, 0 for never. */
  readonly recipesPollMs?: number;
  readonly subscribers?: readonly SubscriberConfig[];
  readonly limits?: LimitsConfig;
  readonly deposits?: DepositTimings;
  readonly deliveries?: DeliveriesConfig;
  /** What is watched at Zenodo, so that its changes are events too. Default: nothing. */
  readonly observe?: ObserveConfig;
  /** How long entries of the audit log are kept, a day at least; the entry of a cut makes the rest verify. Default: for ever. */
  readonly audit?: { readonly keepMs?: number };
  /** Base64 of 32 bytes that seal secrets in the database; all replicas need the same. Default: `gateway.key` in `folder`. */
  readonly key?: string;
  /** Where spans go, by OTLP over HTTP: `http://127.0.0.1:4318/v1/traces`. Default: nowhere. */
  readonly traces?: string;
  /** Who sees the pages without signing in: callers on this machine (default), everybody (the first page only), or nobody; `off` has no pages. */
  readonly page?: 'local' | 'public' | 'sign-in' | 'off';
  /** Receives each line; default: nothing is logged. The command writes them to stdout as JSON. */
  readonly log?: (line: LogLine) => void;
}
