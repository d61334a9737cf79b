import type { Faults } from './faults.ts';
import type { Catalogue } from './search/catalogue.ts';
import type { Blobs } from './state/blobs.ts';
import type { OAuth } from './state/oauth.ts';
import type { Store } from './state/store.ts';
import type { Tokens } from './state/users.ts';

/** What was asked: no query and no token; bodies only where they are recorded. `status` is 0 when the connection was cut before an answer. */
export interface SeenCall {
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly requestBody?: string;
  readonly responseBody?: string;
}

/** What every route works with. */
export interface App {
  readonly store: Store;
  /** Drafts and records as searches see them. */
  readonly catalogue: Catalogue;
  readonly blobs: Blobs;
  readonly faults: Faults;
  readonly tokens: Tokens;
  readonly oauth: OAuth;
  /** The latest calls, up to a number that tests never reach. */
  readonly calls: SeenCall[];
  /** True: the calls hold the start of their bodies. */
  readonly recordBodies: boolean;
  /** Scheme and host for links; absent: those of each request. */
  readonly publicUrl: string | undefined;
}

const MOST_CALLS = 100_000;

export function noteCall(app: App, call: SeenCall): void {
  app.calls.push(call);
  if (app.calls.length > MOST_CALLS) app.calls.splice(0, MOST_CALLS / 10);
}

/** The DOI prefix of Zenodo. */
export const DOI_PREFIX = '10.5281';

/** The DOI that Zenodo gives to a record or concept id. */
export function doiOf(id: string): string {
  return `${DOI_PREFIX}/zenodo.${id}`;
}
