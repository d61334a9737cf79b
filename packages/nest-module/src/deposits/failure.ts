import { isValidationError, isZenodoApiError, isZenodoError } from '@zenodo-connect/core';
import { StoreError } from '../store/store-errors.ts';
import { redact } from '../telemetry/redact.ts';

/** What Zenodo answered last, as far as it helps a person: never a token, never more than a page. */
export interface LastAnswer {
  readonly status: number;
  readonly method: string;
  /** Without query. */
  readonly url: string;
  /** At most 2,000 characters. */
  readonly body: string;
}

/** Why the last try of a job ended as it did. */
export interface JobFailure {
  /** A word for code: core's error code, Node's (`ENOENT`), or `store`. */
  readonly code: string;
  /** What to do about it, in a sentence. */
  readonly cure: string;
  /** The fields that Zenodo refused. */
  readonly fields?: readonly { readonly field: string; readonly messages: readonly string[] }[];
  readonly answer?: LastAnswer;
}

const retryIt = 'then retry the job.';

const cures: Readonly<Record<string, string>> = {
  validation: 'Correct what Zenodo names with editAndReplay.',
  permission: `Give the account the right to this draft, record or community, ${retryIt}`,
  authentication: `Give the account a valid token, ${retryIt}`,
  not_found: `A person removed the draft or record; retry the job to make it anew.`,
  gone: 'The record was deleted; add the deposit under another key.',
  checksum: 'The file is not the one that was added: put the right one back and retry, or name the new one with editAndReplay.',
  configuration: `Correct what the problem names: with editAndReplay in the deposit, or in the options of the module, ${retryIt}`,
  review_open: 'Nothing: it goes on when the community has decided, or when the request is taken back.',
  publish_ceiling: 'Nothing: it goes on when the next day begins (UTC).',
  put_off: 'Nothing: it goes on at its time.',
  ENOENT: `Put the file back where its ref says, ${retryIt}`,
  EACCES: `Let this process read the file, ${retryIt}`,
  ENOSPC: 'Free some space on the disk; it goes on by itself.',
  store: 'Bring the database back; it goes on by itself.',
  rate_limited: 'Nothing: it goes on when Zenodo opens its window.',
};

/** @param passing - it is tried again by itself */
export function failureOf(root: unknown, passing: boolean): JobFailure {
  const code = codeOf(root);
  const cure = cures[code] ?? (passing ? 'Nothing: it is tried again by itself.' : `Cure what the problem names, ${retryIt}`);
  return {
    code,
    cure,
    ...(isValidationError(root) && { fields: root.issues }),
    ...(isZenodoApiError(root) && { answer: { status: root.status, method: root.method, url: root.url, body: shortened(root.body) } }),
  };
}

function codeOf(root: unknown): string {
  if (isZenodoError(root)) return root.code;
  if (root instanceof StoreError) return root.problem === 'full' ? 'ENOSPC' : 'store';
  const code = root instanceof Error ? (root as { code?: unknown }).code : undefined;
  return typeof code === 'string' ? code : 'other';
}

function shortened(body: unknown): string {
  const text = redact(typeof body === 'string' ? body : (JSON.stringify(body) ?? ''));
  return text.length <= 2_000 ? text : `${text.slice(0, 1_999)}…`;
}
