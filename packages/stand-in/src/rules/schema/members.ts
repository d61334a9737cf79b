import { invalid, Problem } from '../../http/problem.ts';
import { type Doc, docsAt, isDoc, type Json, textAt } from '../../json.ts';
import type { Role } from '../../state/community.ts';
import { flag, type Kind, list, object, text, wrong } from './kinds.ts';

/** Whom a change of members is about, and what is to become of them. */
export interface MembersInput {
  readonly userIds: readonly string[];
  readonly role: Role | undefined;
  readonly visible: boolean | undefined;
  readonly message: string | undefined;
}

const MOST = 100;
const TYPES = ['user', 'group', 'email'];
const ROLES = ['reader', 'curator', 'manager', 'owner'];

const role: Kind = {
  load: (value) => (typeof value === 'string' && ROLES.includes(value) ? { value, errors: [] } : wrong('Invalid role.')),
};
const type = text({ check: (value) => (TYPES.includes(value) ? undefined : `Must be one of: ${TYPES.join(', ')}.`) });
const member = object([
  { name: 'type', kind: type, required: true },
  { name: 'id', kind: text(), required: true },
]);
const members = list(member, (items) => (items.length === 0 || items.length > MOST ? `Length must be between 1 and ${MOST}.` : undefined));

/**
 * Reads the body of an invitation or of a change of members.
 *
 * @param needsRole - true for an invitation
 * @throws {Problem} 400 with every field that is wrong
 */
export function readMembersInput(body: Json | undefined, needsRole: boolean): MembersInput {
  const { value, errors } = object([
    { name: 'members', kind: members, required: true },
    { name: 'role', kind: role, required: needsRole },
    { name: 'visible', kind: flag },
    { name: 'group_notification_enabled', kind: flag },
    { name: 'message', kind: text() },
  ]).load(body ?? {});
  if (errors.length > 0 || !isDoc(value)) throw invalid(errors);
  const named = docsAt(value, 'members');
  // Zenodo has no groups, and invites nobody by an address.
  if (named.some((one) => one['type'] !== 'user')) throw new Problem(400, 'Invalid member specified.');
  return {
    userIds: named.map((one) => textAt(one, 'id')!),
    role: roleOf(value),
    visible: visibleOf(value),
    message: textAt(value, 'message'),
  };
}

function roleOf(value: Doc): Role | undefined {
  return textAt(value, 'role') as Role | undefined;
}

function visibleOf(value: Doc): boolean | undefined {
  return typeof value['visible'] === 'boolean' ? value['visible'] : undefined;
}
