import { createHmac, randomBytes, randomUUID } from 'node:crypto';
import type { App } from '../app.ts';
import { timestamp } from '../clock.ts';
import type { AccessGrant, AccessLink, ConceptAccess } from '../state/entry.ts';

const NOBODY: ConceptAccess = {
  links: [],
  grants: [],
  settings: { allow_user_requests: false, allow_guest_requests: false, accept_conditions_text: null, secret_link_expiration: 0 },
};

/** Who has access to the versions of a concept beside its owner. */
export function accessOf(app: App, parentId: string): ConceptAccess {
  return app.store.concept(parentId)?.access ?? NOBODY;
}

/** Saves a change of who has access. */
export function changeAccess(app: App, parentId: string, change: Partial<ConceptAccess>): void {
  app.store.saveConcept({ ...app.store.concept(parentId)!, access: { ...accessOf(app, parentId), ...change } });
}

/** Makes a secret link. Its token is signed, and cannot be guessed. */
export function createLink(app: App, parentId: string, parts: Pick<AccessLink, 'permission' | 'description' | 'expiresAt'>): AccessLink {
  const id = randomUUID();
  const link: AccessLink = {
    ...parts,
    id,
    created: timestamp(),
    token: signed(app, { id, data: {}, random: randomBytes(16).toString('hex') }),
  };
  changeAccess(app, parentId, { links: [...accessOf(app, parentId).links, link] });
  return link;
}

/** Adds grants; one for a subject that has one already takes its place. */
export function grantAccess(app: App, parentId: string, grants: readonly AccessGrant[]): void {
  const kept = accessOf(app, parentId).grants.filter(
    ({ subject }) => !grants.some((grant) => grant.subject.type === subject.type && grant.subject.id === subject.id),
  );
  changeAccess(app, parentId, { grants: [...kept, ...grants] });
}

/** A JSON web token as the server makes them for secret links. */
function signed(app: App, content: object): string {
  const secret = app.store.setting('link-secret', () => randomBytes(32).toString('hex'));
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const text = `${part({ alg: 'HS512' })}.${part(content)}`;
  return `${text}.${createHmac('sha512', secret).update(text).digest('base64url')}`;
}
