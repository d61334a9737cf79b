import type { App } from '../app.ts';
import { invalidField } from '../http/problem.ts';
import { type Doc, textAt } from '../json.ts';
import { whyNotBelow } from '../rules/communities.ts';
import type { Community } from '../state/community.ts';
import type { ReviewRequest } from '../state/request.ts';
import type { User } from '../state/users.ts';
import { reviseCommunity } from './communities.ts';
import { joinCommunity } from './inclusion.ts';
import { createRequest } from './requests.ts';

/** Asks for a community to stand below another one; what is asked is submitted at once. */
export function askToStandBelow(app: App, user: User, child: Community, parent: Community, payload: Doc | undefined): ReviewRequest {
  return createRequest(app, {
    type: 'subcommunity',
    status: 'submitted',
    title: `Inclusion of subcommunity "${textAt(child.metadata, 'title') ?? ''}"`,
    createdBy: user.id,
    receiver: { community: parent.id },
    topic: { community: child.id },
    ...(payload === undefined ? {} : { payload }),
  });
}

/**
 * Puts a community below another one, and its records into that one too.
 *
 * @throws {Problem} 400 when it cannot stand there
 */
export function standBelow(app: App, child: Community, parent: Community | undefined): void {
  const complaint = whyNotBelow(child, parent);
  if (complaint !== undefined || !parent) throw invalidField('_schema', complaint ?? '');
  reviseCommunity(app, { ...child, parentId: parent.id });
  const concepts = new Set<string>();
  for (const entry of app.store.mentioning(child.id))
    if (entry.communities?.some(({ id }) => id === child.id)) concepts.add(entry.parentId);
  for (const concept of concepts) joinCommunity(app, concept, parent);
}
