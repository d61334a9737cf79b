import { invalid, invalidField } from '../../http/problem.ts';
import { type Doc, docAt, isDoc, type Json, textAt } from '../../json.ts';
import { type CommunityInput, readCommunityInput } from './community.ts';
import { object, text } from './kinds.ts';

/** A community that is to stand below another one: one that is there, or one to be made. */
export interface SubcommunityInput {
  readonly child: { readonly id: string } | { readonly input: CommunityInput };
  readonly payload: Doc | undefined;
}

const wish = object([
  { name: 'community_id', kind: text() },
  {
    name: 'community',
    kind: object(
      [
        { name: 'slug', kind: text(), required: true },
        { name: 'title', kind: text(), required: true },
      ],
      { open: true },
    ),
  },
  { name: 'payload', kind: object([{ name: 'project_id', kind: text() }]) },
]);
/** A project for which a community is made is open to all, and reviews what is submitted. */
const ACCESS: Doc = { visibility: 'public', members_visibility: 'public', member_policy: 'open', record_submission_policy: 'open' };

/** @throws {Problem} 400 with every field that is wrong */
export function readSubcommunityInput(body: Json | undefined): SubcommunityInput {
  const sent = isDoc(body) ? body : {};
  if (!('community_id' in sent) && !('community' in sent))
    throw invalidField('_schema', 'Either community_id or community should be provided.');
  const { value, errors } = wish.load(sent);
  if (errors.length > 0 || !isDoc(value)) throw invalid(errors);
  const payload = docAt(value, 'payload');
  const project = textAt(payload, 'project_id');
  if (project !== undefined && !project.includes('::'))
    throw invalidField('payload.project_id', "Invalid project format. Funder can't be retrieved from the project.");
  const id = textAt(value, 'community_id');
  return {
    child: id === undefined ? { input: newProject(docAt(sent, 'community')) } : { id },
    payload: Object.keys(payload).length > 0 ? payload : undefined,
  };
}

function newProject(given: Doc): CommunityInput {
  const extra = Object.entries(given).filter(
    ([name, value]) => ['title', 'description', 'website', 'organizations'].includes(name) && value !== null && value !== '',
  );
  return readCommunityInput({
    slug: given['slug'] ?? '',
    metadata: { ...Object.fromEntries(extra), type: { id: 'project' } },
    access: ACCESS,
  });
}
