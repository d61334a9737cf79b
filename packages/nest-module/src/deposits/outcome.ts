import {
  isAuthenticationError,
  isPermissionError,
  isPublishCeilingError,
  isRateLimitError,
  isReviewOpenError,
  isValidationError,
  isZenodoApiError,
  isZenodoError,
  type ValidationError,
  type ZenodoError,
} from '@zenodo-connect/core';
import { AccountUnavailableError } from '../accounts/account-errors.ts';
import { StoreError } from '../store/store-errors.ts';
import { redact } from '../telemetry/redact.ts';
import { inWords } from './call-words.ts';
import { failureOf, type JobFailure } from './failure.ts';
import type { WaitingFor } from './job.ts';
import { PutOffError } from './put-off.ts';

/** What a failed try means: try again by itself (`later`, not before `notBefore`), or a person has to act. */
export interface Verdict {
  readonly kind: 'later' | 'person';
  /** A sentence for `DepositJob.problem`. */
  readonly problem: string;
  readonly notBefore?: Date;
  readonly waitingFor: WaitingFor;
  readonly failure: JobFailure;
}

type Ruling = Pick<Verdict, 'kind' | 'problem' | 'notBefore' | 'waitingFor'>;

/** Codes of core's errors that pass by themselves. */
const passing = new Set(['connection', 'timeout', 'server', 'stale_revision', 'conflict', 'reply_shape']);

/** Codes of Node's errors that pass by themselves: full disks, too many open files, a network share that is away. */
const passingSystem = new Set([
  'EMFILE',
  'ENFILE',
  'ENOSPC',
  'EIO',
  'EBUSY',
  'EAGAIN',
  'ETIMEDOUT',
  'ECONNRESET',
  'ECONNREFUSED',
  'ENETUNREACH',
]);

/** Decides by the root of an error: a stopped deposit names its cause. */
export function verdictOn(error: unknown): Verdict {
  const root = rootOf(error);
  const ruling = rulingOn(root);
  // It is stored and shown, and resolvers of files and accounts put into it what they like.
  return { ...ruling, problem: redact(ruling.problem), failure: failureOf(root, ruling.kind === 'later') };
}

/** Whether Zenodo refused the caller rather than the deposit: the token may be worth nothing any more. */
export function isRefusal(error: unknown): boolean {
  const root = rootOf(error);
  return isAuthenticationError(root) || isPermissionError(root);
}

function rulingOn(root: unknown): Ruling {
  if (isRateLimitError(root)) return limited(root.resetAt);
  if (isPublishCeilingError(root)) {
    return { kind: 'later', problem: sentence(root.message), notBefore: root.opensAt, waitingFor: 'ceiling' };
  }
  if (root instanceof PutOffError) {
    return { kind: 'later', problem: sentence(root.message), notBefore: root.until, waitingFor: 'ceiling' };
  }
  // A person submitted the draft by hand; nobody knows how long a community takes.
  if (isReviewOpenError(root)) return { kind: 'later', problem: sentence(root.message), waitingFor: 'review' };
  if (root instanceof AccountUnavailableError) return { kind: 'later', problem: root.message, waitingFor: 'token' };
  if (isValidationError(root)) return { kind: 'person', problem: fieldsOf(root), waitingFor: 'zenodo' };
  if (isZenodoError(root)) return zenodoRuling(root);
  if (root instanceof StoreError) return { kind: 'later', problem: root.message, waitingFor: 'store' };
  const code = codeOf(root);
  const kind = code !== undefined && passingSystem.has(code) ? 'later' : 'person';
  if (code === 'ENOSPC') return { kind, problem: `The disk is full: ${sentence(messageOf(root))}`, waitingFor: 'disk' };
  return { kind, problem: sentence(messageOf(root)), waitingFor: 'file' };
}

function zenodoRuling(error: ZenodoError): Ruling {
  const waitingFor = 'zenodo';
  if (error.code === 'connection') return { kind: 'later', problem: `Zenodo did not answer (${reasonOf(error)}).`, waitingFor };
  if (error.code === 'timeout') return { kind: 'later', problem: 'Zenodo did not answer in time.', waitingFor };
  return { kind: passing.has(error.code) ? 'later' : 'person', problem: sentence(wordsOf(error)), waitingFor };
}

function limited(resetAt: Date | undefined): Ruling {
  const waitingFor = 'rate_limit';
  if (!resetAt) return { kind: 'later', problem: 'Zenodo asked us to wait.', waitingFor };
  const problem = `Zenodo asked us to wait until ${resetAt.toISOString().slice(11, 19)} UTC.`;
  return { kind: 'later', problem, notBefore: resetAt, waitingFor };
}

const wordsOf = (error: ZenodoError): string => (isZenodoApiError(error) ? inWords(error.message, error) : error.message);

function fieldsOf({ issues, message, ...call }: ValidationError): string {
  if (issues.length === 0) return sentence(inWords(message, call));
  const fields = issues.map(({ field, messages }) => `${field}: ${messages.join(' ').replace(/\.$/, '')}`);
  const rest = fields.length > 5 ? ` and ${fields.length - 5} more` : '';
  return sentence(`Zenodo does not take the metadata. ${fields.slice(0, 5).join('; ')}${rest}`);
}

const reasons: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'connection refused',
  ECONNRESET: 'connection cut',
  UND_ERR_SOCKET: 'connection cut',
  EPIPE: 'connection cut',
  ENOTFOUND: 'its name was not found',
  EAI_AGAIN: 'its name could not be looked up',
  ETIMEDOUT: 'no answer in time',
  UND_ERR_CONNECT_TIMEOUT: 'no connection in time',
  ENETUNREACH: 'no network',
  EHOSTUNREACH: 'host not reachable',
};

function reasonOf(error: Error): string {
  const code = codeOf(error.cause) ?? codeOf(error);
  return (code && reasons[code]) ?? 'connection failed';
}

function rootOf(error: unknown): unknown {
  let root = error;
  while (isZenodoError(root) && root.code === 'deposit' && root.cause !== undefined) root = root.cause;
  return root;
}

/** Node gives a failed connection to several addresses as one error without a code of its own. */
function codeOf(error: unknown): string | undefined {
  if (error instanceof AggregateError) return codeOf(error.errors[0]);
  if (!(error instanceof Error)) return undefined;
  const { code } = error as { code?: unknown };
  return typeof code === 'string' ? code : undefined;
}

const sentence = (text: string): string => (/[.!?]$/.test(text) ? text : `${text}.`);

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
