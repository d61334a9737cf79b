import type { FieldIssue } from '../types/record.ts';
import {
  type ApiReply,
  AuthenticationError,
  ConflictError,
  GoneError,
  NotFoundError,
  PermissionError,
  RateLimitError,
  ServerError,
  StaleRevisionError,
  ValidationError,
  ZenodoApiError,
} from './api-errors.ts';
import { fieldLabel } from './field-label.ts';

/** The one place that turns a status into a class. `resetAt` is when the rate limit opens, if the headers said so. */
export function errorFromResponse(reply: ApiReply, resetAt: Date | undefined): ZenodoApiError {
  const { status } = reply;
  const said = messageOf(reply.body);
  const call = `${reply.method} ${reply.url}`;
  if (status === 400) return validationError(reply, said);
  if (status === 401) return new AuthenticationError(reply, `${call} needs a valid token (401). Check the token and its environment.`);
  if (status === 403) {
    return new PermissionError(
      reply,
      `${call} is not permitted (403${quoted(said)}). Check the token, its environment and whose draft this is.`,
    );
  }
  if (status === 404) return new NotFoundError(reply, `${call} was not found (404${quoted(said)}). Check the id.`);
  if (status === 409) return new ConflictError(reply, `${call} conflicts with what is there (409${quoted(said)}). Read it again.`);
  if (status === 410) return new GoneError(reply, `${call} tells of a deleted record (410).`, fieldOf(reply.body, 'tombstone'));
  if (status === 412) return new StaleRevisionError(reply, `${call} met a newer revision (412${quoted(said)}). Read the draft again.`);
  if (status === 429) return new RateLimitError(reply, resetAt);
  if (status >= 500) return new ServerError(reply, `${call} failed at the server (${status}${quoted(said)}). Try again later.`);
  return new ZenodoApiError(reply, `${call} answered ${status}${quoted(said)}.`);
}

/** A content PUT that answered 200 and says in its body that the bytes were not kept; the file is gone from the draft. */
export function contentRefused(reply: ApiReply, file: string, said: unknown): ServerError {
  return new ServerError(
    reply,
    `Zenodo did not keep the content of "${file}"${quoted(String(said))}. Delete the file, start it again and upload it.`,
  );
}

/** A draft that Zenodo saved with remarks which would stop its publishing. */
export function unpublishable(reply: ApiReply, issues: readonly FieldIssue[]): ValidationError {
  return new ValidationError(reply, `Zenodo would not publish this metadata. ${inWords(issues)}`, issues);
}

function validationError(reply: ApiReply, said: string): ValidationError {
  const issues = issuesOf(reply.body);
  if (issues.length === 0)
    return new ValidationError(reply, `${reply.method} ${reply.url} was not taken (400${quoted(said)}). Change what is sent.`, issues);
  return new ValidationError(reply, `Zenodo does not take the data. ${inWords(issues)}`, issues);
}

function inWords(issues: readonly FieldIssue[]): string {
  const first = issues.slice(0, 3).map(({ field, messages }) => `${named(field)}: ${messages.join(' ')}`);
  const rest = issues.length > 3 ? ` (and ${issues.length - 3} more)` : '';
  return `${first.join(' ')}${rest}`;
}

/** In words, and by the path where the words are not the path. */
function named(field: string): string {
  const label = fieldLabel(field);
  return label === field ? field : `${label} (${field})`;
}

function issuesOf(body: unknown): FieldIssue[] {
  const errors = fieldOf(body, 'errors');
  if (!Array.isArray(errors)) return [];
  return errors.flatMap((error: unknown) => {
    const field = fieldOf(error, 'field');
    const messages = fieldOf(error, 'messages');
    if (typeof field !== 'string') return refusalOf(error);
    return [{ field, messages: Array.isArray(messages) ? messages.map(String) : [] }];
  });
}

/** Where several things are asked at once, Zenodo says of each why not: `{ community_id | community | record, message }`. */
function refusalOf(error: unknown): FieldIssue[] {
  const message = fieldOf(error, 'message');
  if (typeof message !== 'string') return [];
  const about = ['community_id', 'community', 'record'].map((name) => fieldOf(error, name)).find((id) => typeof id === 'string');
  return [{ field: String(about ?? ''), messages: [message] }];
}

/** A gateway answers in HTML; that is no message for anybody. */
function messageOf(body: unknown): string {
  const message = fieldOf(body, 'message');
  return typeof message === 'string' ? message.slice(0, 500) : '';
}

function fieldOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as { [name: string]: unknown })[name] : undefined;
}

const quoted = (said: string): string => (said ? `: "${said.replace(/\.$/, '')}"` : '');
