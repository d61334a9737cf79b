import {
  isAccountStoppedError,
  isAuthenticationError,
  isChecksumError,
  isConfigurationError,
  isDepositError,
  isDepositLimitError,
  isGoneError,
  isNotFoundError,
  isPermissionError,
  isPublishCeilingError,
  isRateLimitError,
  isReviewOpenError,
  isServerError,
  isValidationError,
  isZenodoApiError,
  isZenodoError,
} from '@zenodo-connect/core/portable';
import type { IDataObject, INode, JsonObject, NodeError } from 'n8n-workflow';
import { NodeApiError, NodeOperationError } from 'n8n-workflow';
import { issueInWords, placeOf } from './field-labels.ts';

/** Why an operation ended, as n8n understands it; its back-off follows from this. Absent when the answer proves nothing. */
type Failure = NonNullable<NodeError['failure']>;

interface Told {
  readonly message: string;
  readonly description: string;
  readonly failure?: Failure;
}

/** Any error of an operation as the one that n8n shows: which item, what happened, what to do, and the draft that is left. */
export function nodeErrorOf(node: INode, error: unknown, itemIndex: number, draftId?: string): NodeApiError | NodeOperationError {
  if (error instanceof NodeApiError || error instanceof NodeOperationError) {
    error.context['itemIndex'] ??= itemIndex;
    return error;
  }
  if (!isZenodoError(error)) return new NodeOperationError(node, error instanceof Error ? error : String(error), { itemIndex });
  const cause = isDepositError(error) ? error.cause : error;
  const { message, description, failure } = told(cause);
  const left = leftDraft(error);
  const options = {
    message,
    description: whatIsLeft(description, left, draftId),
    itemIndex,
    ...(failure ? { failure } : {}),
  };
  if (isZenodoApiError(cause)) return new NodeApiError(node, replyOf(cause), { ...options, httpCode: String(cause.status) });
  return new NodeOperationError(node, message, options);
}

/**
 * The item that stands for a failed one under "Continue (using error output)" and "Continue". n8n takes it for a result as
 * soon as it has any field but these.
 */
export function failedItem(error: Error, cause: unknown, draftId?: string): IDataObject {
  const left = leftDraft(cause) ?? draftId;
  return { error: error.message, ...(left === undefined ? {} : { details: { draftId: left } }) };
}

function whatIsLeft(description: string, left: string | undefined, draftId: string | undefined): string {
  if (left !== undefined) return `${description} Draft ${left} remains; run this again and it goes on there.`;
  return draftId === undefined ? description : `${description} It was about draft ${draftId}.`;
}

const leftDraft = (error: unknown): string | undefined => (isDepositError(error) ? error.draftId : undefined);

/** What n8n shows of an answer under "details": no header, no query, no token is in it. */
const replyOf = ({ status, method, url, body, message }: { status: number; method: string; url: string; body: unknown; message: string }) =>
  ({ message, status, method, url, body: body ?? null }) as JsonObject;

function told(error: unknown): Told {
  const stopped = stopOf(error);
  if (stopped) return stopped;
  if (isValidationError(error)) {
    const [first, ...rest] = error.issues.map(issueInWords);
    if (first === undefined) return { message: error.message, description: 'Change the metadata and run this again.' };
    return { message: first, description: `${rest.map((issue) => `${issue}. `).join('')}Change it and run this again.` };
  }
  if (isPermissionError(error) || isAuthenticationError(error)) return refused(error.url);
  if (isNotFoundError(error))
    return {
      message: `Zenodo has nothing under ${lastPart(error.url)}`,
      description: 'Check the ID, and that the credential is for the environment where it was made.',
      failure: { cause: 'configuration-invalid' },
    };
  if (isGoneError(error))
    return {
      message: `The record ${lastPart(error.url)} was deleted`,
      description: 'Zenodo keeps only a note of it.',
      failure: { cause: 'configuration-invalid' },
    };
  if (isRateLimitError(error))
    return {
      message: 'Zenodo takes no more requests for now',
      description: error.message,
      failure: { cause: 'rate-limited', ...(error.resetAt ? { resetsAtEpochMs: error.resetAt.getTime() } : {}) },
    };
  if (isServerError(error))
    return {
      message: `Zenodo could not answer (${error.status})`,
      description: 'It is overloaded or being maintained. Run this again later: nothing is made twice.',
      ...([502, 503, 504].includes(error.status) ? { failure: { cause: 'temporarily-unavailable' } } : {}),
    };
  if (isConfigurationError(error)) {
    const { field } = error;
    return {
      message: inWordsOfTheForm(field === undefined ? error.message : error.message.replace(`"${field}"`, placeOf(field))),
      description: 'Check the credential and the fields of this node.',
    };
  }
  return { message: error instanceof Error ? error.message : String(error), description: 'Run this again: nothing is made twice.' };
}

/** What ends a deposit or a transfer for good, and says so itself. */
function stopOf(error: unknown): Told | undefined {
  const message = error instanceof Error ? error.message : String(error);
  if (isAccountStoppedError(error) || (isValidationError(error) && /account has been blocked|classified as spam/i.test(message)))
    return {
      message: 'Zenodo took this record for spam and blocked the account',
      description: "Nothing was published. Ask Zenodo's support to lift the block; running this again would not help.",
      failure: { cause: 'configuration-invalid' },
    };
  if (isChecksumError(error) && error.reason === 'published')
    return {
      message: `The record of this key is published with another file '${error.file}'`,
      description: "For other bytes use the operation New Version, or another 'Idempotency Key'.",
    };
  if (isChecksumError(error)) return { message, description: 'Nothing was published with it.' };
  if (isDepositLimitError(error) || isReviewOpenError(error)) return { message, description: 'Nothing was sent.' };
  if (isPublishCeilingError(error))
    return { message, description: 'The draft waits.', failure: { cause: 'quota-exhausted', resetsAtEpochMs: error.opensAt.getTime() } };
  return undefined;
}

/** Core speaks to who writes code; these are its words that no form has. */
export const inWordsOfTheForm = (message: string): string =>
  message
    .replace('"baseUrl"', "'Base URL'")
    .replace('give "dataciteUrl"', "add the option 'DataCite URL'")
    .replace(', as packFolder does', '');

/** Zenodo answers 403 to every token that it does not know; only at the list of own records does that prove a bad one. */
function refused(url: string): Told {
  const ownRecords = url.endsWith('/api/user/records');
  return {
    message: ownRecords ? 'Zenodo did not accept the access token' : `Zenodo does not let this account use ${lastPart(url)}`,
    description: ownRecords
      ? 'Check that it belongs to the environment of the credential (a sandbox token does not work on zenodo.org), that it has not expired, and that the account is not blocked.'
      : 'Check the access token, and that the record belongs to its account.',
    ...(ownRecords ? { failure: { cause: 'credential-invalid' } } : {}),
  };
}

/** The id in `…/api/records/123/draft/files`, or the path when there is none. */
function lastPart(url: string): string {
  const { pathname } = new URL(url);
  return /^\/api\/records\/([^/]+)/.exec(pathname)?.[1] ?? pathname;
}
