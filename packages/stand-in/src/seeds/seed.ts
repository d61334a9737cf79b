import type { App } from '../app.ts';
import { type Doc, docAt, isDoc, type Json, textAt } from '../json.ts';
import { createCommunity } from '../lifecycle/communities.ts';
import { createDraft, createVersion, updateDraft } from '../lifecycle/drafts.ts';
import { joinCommunity } from '../lifecycle/inclusion.ts';
import { publishDraft } from '../lifecycle/publish.ts';
import { putFile } from '../lifecycle/uploads.ts';
import { type DraftInput, readDraftInput } from '../rules/draft-input.ts';
import { readCommunityInput } from '../rules/schema/community.ts';
import type { Community } from '../state/community.ts';
import type { Entry } from '../state/entry.ts';
import type { User } from '../state/users.ts';

/** One record that shall be there. */
export interface SeedRecord {
  /** Native metadata; what is left out is that of a dataset with one creator. */
  readonly metadata?: object;
  readonly customFields?: object;
  readonly access?: object;
  /** Texts by file key; one small file unless told. */
  readonly files?: Readonly<Record<string, string>>;
  /** How many versions are published; 1 unless told. */
  readonly versions?: number;
  /** True: it stays a draft. */
  readonly draft?: boolean;
  /** Slug of a community that it is in. */
  readonly community?: string;
}

/** One user who shall be there. */
export interface SeedUser {
  /** What the token is found by, and the address: `carol` is carol@example.org. */
  readonly account: string;
  /** Family name first; made of the account unless told. */
  readonly name?: string;
  readonly affiliation?: string;
  /** False: nobody has verified the user. */
  readonly verified?: boolean;
}

/** What a test starts from. */
export interface SeedPlan {
  /** Users that are there besides the four; a text is the name of an account. They are made first. */
  readonly users?: readonly (string | SeedUser)[];
  /** Whose the records and communities are, by account; the owner's unless told. */
  readonly as?: string;
  /** Slugs, or bodies as the API takes them. Made before the records. */
  readonly communities?: readonly (string | object)[];
  /** A number of records that differ in their titles, or each of them. */
  readonly records?: number | readonly SeedRecord[];
}

/** What was made, in the order of the plan. */
export interface Seeded {
  readonly users: readonly { readonly id: string; readonly account: string; readonly token: string }[];
  readonly communities: readonly { readonly id: string; readonly slug: string }[];
  /** The latest version of each record, or its draft. */
  readonly records: readonly { readonly id: string; readonly parentId: string; readonly doi: string | undefined }[];
}

/**
 * Puts users, communities and records there at once, without one call for each step; the checks of drafts and communities hold.
 *
 * @throws {Error} the metadata or community is refused; what stands before it in the plan is there
 */
export async function seed(app: App, plan: SeedPlan): Promise<Seeded> {
  const users = (plan.users ?? []).map((one) => app.store.users.add(userOf(one)));
  const user = app.store.users.withAccount(plan.as ?? 'owner');
  if (!user) throw new Error(`There is no account "${plan.as}" to seed as; name it under "users".`);
  const communities = (plan.communities ?? []).map((one) => createCommunity(app, user, readCommunityInput(communityBody(one) as Json)));
  const wanted = typeof plan.records === 'number' ? numbered(plan.records) : (plan.records ?? []);
  const records: Entry[] = [];
  for (const one of wanted) records.push(await seedRecord(app, user, one));
  return {
    users: users.map(({ id, account }) => ({ id, account, token: app.tokens[account]! })),
    communities: communities.map(({ id, slug }) => ({ id, slug })),
    records: records.map(({ id, parentId, record }) => ({ id, parentId, doi: textAt(docAt(record?.pids ?? {}, 'doi'), 'identifier') })),
  };
}

function userOf(one: string | SeedUser): Omit<User, 'id'> {
  const { account, name, affiliation = 'Example', verified = true } = typeof one === 'string' ? { account: one } : one;
  if (!/^[a-z][a-z0-9_-]*$/.test(account))
    throw new Error(`"${account}" is no account: small letters and digits, a letter first. Correct the plan.`);
  return { account, name: name ?? `${account.charAt(0).toUpperCase()}${account.slice(1)}, User`, affiliation, verified };
}

function communityBody(one: string | object): object {
  if (typeof one !== 'string') return one;
  return { slug: one, metadata: { title: one }, access: { visibility: 'public' } };
}

function numbered(count: number): SeedRecord[] {
  return Array.from({ length: count }, (_, at) => ({ metadata: { title: `Record ${at + 1}` } }));
}

async function seedRecord(app: App, user: User, { files = { 'data.csv': 'a,b\n1,2\n' }, ...wanted }: SeedRecord): Promise<Entry> {
  const input = inputOf(wanted);
  const community = wanted.community === undefined ? undefined : communityWithSlug(app, wanted.community);
  let entry = await withFiles(app, createDraft(app, user, input), files);
  if (!wanted.draft) entry = publishDraft(app, entry);
  for (let version = 2; version <= (wanted.versions ?? 1) && !wanted.draft; version++)
    entry = publishDraft(app, updateDraft(app, await withFiles(app, createVersion(app, entry), files), input));
  if (community) joinCommunity(app, entry.parentId, community);
  return app.store.entry(entry.id)!;
}

async function withFiles(app: App, entry: Entry, files: Readonly<Record<string, string>>): Promise<Entry> {
  for (const [key, text] of Object.entries(files)) {
    const stored = await app.blobs.take(once(Buffer.from(text)));
    putFile(app, app.store.entry(entry.id)!, key, stored);
  }
  return app.store.entry(entry.id)!;
}

async function* once(bytes: Uint8Array): AsyncIterable<Uint8Array> {
  yield bytes;
}

function communityWithSlug(app: App, slug: string): Community {
  for (const community of app.store.communities.all()) if (community.slug === slug) return community;
  throw new Error(`There is no community "${slug}" to put a record into; name it under "communities".`);
}

function inputOf({ metadata, customFields, access, files }: SeedRecord): DraftInput {
  const body = {
    metadata: {
      title: 'Powder diffraction of a sample',
      resource_type: { id: 'dataset' },
      publisher: 'Zenodo',
      publication_date: '2026-03-14',
      creators: [{ person_or_org: { type: 'personal', family_name: 'Curie', given_name: 'Marie' } }],
      ...metadata,
    },
    ...(customFields ? { custom_fields: customFields } : {}),
    ...(access ? { access } : {}),
    ...(files && Object.keys(files).length === 0 ? { files: { enabled: false } } : {}),
  };
  const input = readDraftInput(body as unknown as Json);
  const [first] = input.errors;
  if (first) throw new Error(`The record to be seeded is refused at ${first.field}: ${first.messages.join(' ')} Correct the plan.`);
  return input;
}

/** A plan as it came over HTTP. */
export function isPlan(body: Json | undefined): body is Doc {
  if (!isDoc(body)) return false;
  const { users = [], communities = [], records = [], as = '', ...others } = body;
  if (Object.keys(others).length > 0) return false;
  const isList = (value: Json, fits: (one: Json) => boolean) => Array.isArray(value) && value.every(fits);
  const isNamed = (one: Json) => typeof one === 'string' || isDoc(one);
  const isCount = typeof records === 'number' && Number.isInteger(records) && records >= 0;
  return typeof as === 'string' && isList(users, isNamed) && isList(communities, isNamed) && (isCount || isList(records, isDoc));
}
