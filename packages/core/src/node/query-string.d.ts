import type { TransportRequest } from '../transport/transport.ts';
/** `?a=1&b=x&b=y`, or nothing. A list repeats its name. Spaces become `%20`, which every reader of Zenodo's front knows. */
export declare function queryString(query: TransportRequest['query']): string;
