import type { App } from '../app.ts';
import { invalidField, Problem } from '../http/problem.ts';
import { type Doc, docAt, docsAt, textAt } from '../json.ts';
import { whyNotBelow } from '../rules/communities.ts';
import type { Community } from '../state/community.ts';
import type { ReviewRequest } from '../state/request.ts';
import type { User } from '../state/users.ts';
import { vocabularies } from '../vocabularies/vocabulary.ts';
import { reviseCommunity } from './communities.ts';
import { joinCommunity } from './inclusion.ts';
import { addComment, createRequest, SYSTEM } from './requests.ts';

/**
 * Asks for a community to stand below another one; what is asked is submitted at once. The project that it names pays for the community.
 *
 * @throws {Problem} 400 for a project that is not known
 */
export function askToStandBelow(app: App, user: User, child: Community, parent: Community, payload: Doc | undefined): ReviewRequest {
  const project = textAt(payload ?? {}, 'project_id');
  if (project !== undefined) noteFunding(app, child, project);
  const asked = createRequest(app, {
    type: 'subcommunity',
    status: 'submitted',
    title: `Inclusion of subcommunity "${textAt(child.metadata, 'title') ?? ''}"`,
    createdBy: user.id,
    receiver: { community: parent.id },
    topic: { community: child.id },
    ...(payload === undefined ? {} : { payload }),
  });
  const content = '<p>Your community is there. It can be used while your request is being looked at.</p>';
  return addComment(app, asked, SYSTEM, { content, format: 'html' }).request;
}

function noteFunding(app: App, community: Community, award: string): void {
  if (!vocabularies.awards.find(award)) throw new Problem(400, 'Not a valid value.');
  const known = docsAt(community.metadata, 'funding');
  if (known.some((one) => docAt(one, 'award')['id'] === award)) return;
  const funding = [...known, { award: { id: award }, funder: { id: award.split('::')[0]! } }];
  reviseCommunity(app, { ...community, metadata: { ...community.metadata, funding } });
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
