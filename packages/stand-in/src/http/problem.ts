import type { Json } from '../json.ts';
import { jsonReply, type Reply } from './reply.ts';

/** One invalid field of a draft, as in the `errors` list of an answer. */
export interface FieldError {
  readonly field: string;
  readonly messages: string[];
}

/** A refusal, thrown by routes and rules and answered as Zenodo's JSON error body. */
export class Problem extends Error {
  override name = 'Problem';
  readonly status: number;
  readonly errors: readonly FieldError[] | undefined;

  constructor(status: number, message: string, errors?: readonly FieldError[]) {
    super(message);
    this.status = status;
    this.errors = errors;
  }

  reply(): Reply {
    const errors = this.errors as unknown as Json;
    return jsonReply(this.status, { status: this.status, message: this.message, ...(this.errors ? { errors } : {}) });
  }
}

export const denied = () => new Problem(403, 'Permission denied.');
export const lockedBucket = () => new Problem(403, 'Bucket is locked for modifications.');
export const noSuchId = () => new Problem(404, 'The persistent identifier does not exist.');
export const notRegistered = () => new Problem(404, 'The persistent identifier is not registered.');
/** For an address that no route has. */
export const unknownAddress = () =>
  new Problem(
    404,
    'The requested URL was not found on the server. If you entered the URL manually please check your spelling and try again.',
  );
export const notFound = () => new Problem(404, 'Not found.');
export const noSuchFile = (id: string, key: string) => new Problem(404, `Record '${id}' has no file '${key}'.`);
export const invalid = (errors: readonly FieldError[]) => new Problem(400, 'A validation error occurred.', errors);
export const invalidField = (field: string, ...messages: string[]) => invalid([{ field, messages }]);
export const internalError = () =>
  new Problem(
    500,
    'The server encountered an internal error and was unable to complete your request. Either the server is overloaded or there is an error in the application.',
  );
/** For a query that the search engine does not take. */
export const refusedQuery = () => new Problem(400, 'Invalid query string syntax.');
