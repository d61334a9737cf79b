import { today } from '../../clock.ts';
import { invalid, invalidField } from '../../http/problem.ts';
import { type Doc, docAt, docsAt, isDoc, type Json, textAt } from '../../json.ts';
import type { AccessGrant, AccessLink, Right } from '../../state/entry.ts';
import type { Users } from '../../state/users.ts';
import { isDate } from './edtf.ts';
import { sanitised } from './html.ts';
import { flag, type Kind, list, object, text, valid, wrong } from './kinds.ts';

const LINK_RIGHTS: readonly string[] = ['view', 'preview', 'edit'];
const GRANT_RIGHTS: readonly string[] = [...LINK_RIGHTS, 'manage'];
const SUBJECTS: readonly string[] = ['user', 'role', 'system_role'];

const oneOf = (options: readonly string[]): Kind => ({
  load: (value) =>
    typeof value !== 'string'
      ? wrong('Not a valid string.')
      : options.includes(value)
        ? valid(value)
        : wrong(`Must be one of: ${options.join(', ')}.`),
});
const day: Kind = {
  load: (value) =>
    typeof value === 'string' && /^\d{4}-\d\d-\d\d$/.test(value) && isDate(value) ? valid(value) : wrong('Not a valid date.'),
};

const link = object([
  { name: 'expires_at', kind: day },
  { name: 'permission', kind: oneOf(LINK_RIGHTS) },
  { name: 'description', kind: text() },
  { name: 'origin', kind: text() },
]);

type LinkParts = Pick<AccessLink, 'permission' | 'description' | 'expiresAt'>;

/**
 * Reads what a secret link is to be.
 *
 * @throws {Problem} 400 for a field that is wrong, no permission, or an end that is past
 */
export function readLink(body: Json | undefined): LinkParts {
  const { permission, description, expiresAt } = readLinkParts(body);
  if (expiresAt !== undefined && expiresAt <= today()) throw invalidField('expires_at', 'Expiration date must be set to the future');
  if (permission === undefined) throw invalidField('permission', 'An access permission level is required');
  return { permission, description: description ?? '', ...(expiresAt === undefined ? {} : { expiresAt }) };
}

/**
 * Reads a change of a link, which may only end it earlier.
 *
 * @throws {Problem} 400 for a field that is wrong, or an end that is past or later than before
 */
export function readLinkChange(body: Json | undefined, before: AccessLink): Partial<LinkParts> {
  const change = readLinkParts(body);
  if (change.expiresAt !== undefined && change.expiresAt <= today())
    throw invalidField('expires_at', 'Expiration date must be set to the future');
  if (change.expiresAt !== undefined && before.expiresAt !== undefined && change.expiresAt > before.expiresAt)
    throw invalidField('expires_at', 'Cannot postpone expiration of links');
  return change;
}

function readLinkParts(body: Json | undefined): Partial<LinkParts> {
  const { value, errors } = link.load(body ?? {});
  if (errors.length > 0 || !isDoc(value)) throw invalid(errors);
  const permission = textAt(value, 'permission') as Right | undefined;
  const description = textAt(value, 'description');
  const expiresAt = textAt(value, 'expires_at');
  return {
    ...(permission === undefined ? {} : { permission }),
    ...(description === undefined ? {} : { description }),
    ...(expiresAt === undefined ? {} : { expiresAt }),
  };
}

const subject = object([
  { name: 'id', kind: text(), required: true },
  { name: 'type', kind: oneOf(SUBJECTS), required: true },
]);
const grant = object([
  { name: 'permission', kind: oneOf(GRANT_RIGHTS), required: true },
  { name: 'subject', kind: subject, required: true },
  { name: 'origin', kind: text(), nullable: true },
  { name: 'message', kind: text() },
  { name: 'notify', kind: flag },
]);
const grants = object([
  {
    name: 'grants',
    kind: list(grant, (items) => (items.length === 0 || items.length > 100 ? 'Length must be between 1 and 100.' : undefined)),
    required: true,
  },
]);

/**
 * Reads grants to be made.
 *
 * @param origin - who makes them
 * @throws {Problem} 400 for a field that is wrong or a user who is not there
 */
export function readGrants(body: Json | undefined, origin: string, users: Users): AccessGrant[] {
  const { value, errors } = grants.load(body ?? {});
  if (errors.length > 0 || !isDoc(value)) throw invalid(errors);
  return docsAt(value, 'grants').map((one) => grantOf(one, origin, users));
}

/** Reads what becomes of a grant; what is not said stays. @throws {Problem} 400 as when it is made */
export function readGrantChange(body: Json | undefined, before: AccessGrant, users: Users): AccessGrant {
  const sent = isDoc(body) ? body : {};
  const { value, errors } = grant.load({
    ...sent,
    permission: sent['permission'] ?? before.permission,
    subject: { ...before.subject, ...docAt(sent, 'subject') },
  });
  if (errors.length > 0 || !isDoc(value)) throw invalid(errors);
  return grantOf(value, before.origin, users);
}

function grantOf(value: Doc, origin: string | null, users: Users): AccessGrant {
  const { id, type } = docAt(value, 'subject');
  // Zenodo knows no groups, so a user is all that can be found.
  if (type !== 'user' || !users.withId(String(id))) throw invalidField('subject.id', 'Could not find the specified subject.');
  return { permission: textAt(value, 'permission') as Right, subject: { type: 'user', id: String(id) }, origin };
}

const days: Kind = {
  load(value) {
    const number = typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value;
    if (typeof number !== 'number' || !Number.isInteger(number)) return wrong('Not a valid integer.');
    return number < 0 || number > 365 ? wrong('Must be greater than or equal to 0 and less than or equal to 365.') : valid(number);
  },
};
const settings = object([
  { name: 'allow_user_requests', kind: flag },
  { name: 'allow_guest_requests', kind: flag },
  { name: 'accept_conditions_text', kind: text({ clean: sanitised }), nullable: true },
  { name: 'secret_link_expiration', kind: days },
]);

/** Reads under which conditions others may ask for access. @throws {Problem} 400 for a field that is wrong */
export function readSettings(body: Json | undefined): Doc {
  const { value, errors } = settings.load(body ?? {});
  if (errors.length > 0 || !isDoc(value)) throw invalid(errors);
  return { allow_user_requests: false, allow_guest_requests: false, accept_conditions_text: null, secret_link_expiration: 0, ...value };
}
