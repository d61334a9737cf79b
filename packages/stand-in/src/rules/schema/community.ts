import { invalid, Problem } from '../../http/problem.ts';
import { type Doc, docAt, docsAt, isDoc, type Json, textAt } from '../../json.ts';
import { unknownTerm } from '../../vocabularies/references.ts';
import { vocabularies } from '../../vocabularies/vocabulary.ts';
import { sanitised } from './html.ts';
import { flag, type Kind, list, object, text, wrong } from './kinds.ts';

/** What a community is made from. */
export interface CommunityInput {
  readonly slug: string;
  readonly metadata: Doc;
  readonly access: Doc;
  readonly customFields: Doc;
  /** How its pages look; null to look as all do, undefined when nothing is said. */
  readonly theme?: Doc | null;
  /** Whether other communities may stand below it; undefined when nothing is said. */
  readonly takesChildren?: boolean;
  /** Id or slug of the community to stand below, null for none; undefined when nothing is said. */
  readonly parentId?: string | null;
}

const UUID = /^[0-9a-f]{8}-?([0-9a-f]{4}-?){3}[0-9a-f]{12}$/i;
const ACCESS_OPTIONS: Readonly<Record<string, readonly string[]>> = {
  visibility: ['public', 'restricted'],
  members_visibility: ['public', 'restricted'],
  member_policy: ['open', 'closed'],
  record_policy: ['open', 'closed', 'restricted'],
  record_submission_policy: ['open', 'closed', 'restricted'],
  review_policy: ['open', 'closed', 'members'],
};
const ACCESS_DEFAULTS: Doc = {
  visibility: 'public',
  members_visibility: 'public',
  member_policy: 'closed',
  record_submission_policy: 'open',
  review_policy: 'closed',
};

const notBlank = (most: number) => (value: string) =>
  value.length === 0 || value.length > most ? `Field cannot be blank or longer than ${most} characters.` : undefined;
const notLonger = (most: number) => (value: string) =>
  value.length > most ? `Field cannot be longer than ${most} characters.` : undefined;

/** Each complaint about the identifier is heard, not only the first. */
const slugKind: Kind = {
  load(value) {
    const { value: read, errors } = text().load(value);
    if (typeof read !== 'string') return { errors };
    const complaints = [
      notBlank(100)(read),
      /^[-\w]+$/.test(read) ? undefined : 'The identifier should contain only letters, numbers, or dashes.',
      UUID.test(read) ? 'The ID must not be an Universally Unique IDentifier (UUID).' : undefined,
    ].filter((complaint) => complaint !== undefined);
    return complaints.length > 0 ? wrong(...complaints) : { value: read.toLowerCase(), errors: [] };
  },
};

/** A host with a domain, localhost, or an address; then maybe a port and a path without spaces. */
const URL_PATTERN =
  /^(?:https?|ftps?):\/\/(?:[^:@\s/]+(?::[^:@\s/]*)?@)?(?:(?:[a-z\d](?:[\w-]{0,61}[a-z\d])?\.)+[a-z\d-]{2,}\.?|localhost|\d{1,3}(?:\.\d{1,3}){3}|\[[a-f\d:]+\])(?::\d+)?(?:\/?|[/?]\S+)$/i;

/** Spaces around an address are not forgiven. */
const website: Kind = {
  load(value) {
    if (typeof value === 'string' && URL_PATTERN.test(value)) return { value, errors: [] };
    return value === '' ? wrong('Not a valid URL.', 'Field cannot be blank or longer than  characters.') : wrong('Not a valid URL.');
  },
};

const html = (most: number) => text({ clean: sanitised, check: notLonger(most) });

/** An organisation by id or by name; what else is said about it is dropped. */
const organization: Kind = {
  load(value) {
    const outcome = object(
      [
        { name: 'id', kind: text() },
        { name: 'name', kind: text() },
      ],
      { open: true },
    ).load(value);
    const read = isDoc(outcome.value) ? outcome.value : {};
    if (outcome.errors.length > 0 || read['id'] || read['name']) return outcome;
    return { errors: [{ field: 'affiliations', messages: ['An existing id or a free text name must be present.'] }] };
  },
};

/** A subject by id or in words; what else is said about it is dropped. */
const subject: Kind = {
  load(value) {
    const outcome = object(
      [
        { name: 'id', kind: text() },
        { name: 'subject', kind: text() },
      ],
      { open: true },
    ).load(value);
    const read = isDoc(outcome.value) ? outcome.value : {};
    if (outcome.errors.length > 0 || read['id'] || read['subject']) return outcome;
    return { errors: [{ field: 'subjects', messages: ['An existing id or a free text subject must be present.'] }] };
  },
};

const COLOURS = ['primaryColor', 'secondaryColor', 'tertiaryColor', 'primaryTextColor', 'secondaryTextColor', 'tertiaryTextColor'];

/** How a community's pages look. */
const theme = object([
  {
    name: 'style',
    kind: object([
      { name: 'font', kind: { load: (value) => (isDoc(value) ? { value, errors: [] } : wrong('Not a valid mapping type.')) } },
      ...[...COLOURS, 'mainHeaderBackgroundColor'].map((name) => ({ name, kind: text() })),
    ]),
  },
  { name: 'brand', kind: text() },
  { name: 'enabled', kind: flag },
]);

const funding = object([
  {
    name: 'funder',
    kind: object(
      [
        { name: 'id', kind: text() },
        { name: 'name', kind: text() },
      ],
      { open: true },
    ),
    required: true,
  },
  { name: 'award', kind: object([{ name: 'id', kind: text() }], { open: true }) },
]);

const metadata = object([
  { name: 'title', kind: text({ check: notBlank(250) }), required: true },
  { name: 'description', kind: text({ check: notBlank(250) }) },
  { name: 'curation_policy', kind: html(50_000) },
  { name: 'page', kind: html(50_000) },
  { name: 'type', kind: object([{ name: 'id', kind: text(), required: true }]) },
  { name: 'website', kind: website },
  { name: 'funding', kind: list(funding) },
  { name: 'organizations', kind: list(organization) },
]);

const option = (options: readonly string[]): Kind => ({
  load: (value) =>
    typeof value !== 'string'
      ? wrong('Not a valid string.')
      : options.includes(value)
        ? { value, errors: [] }
        : wrong(`Must be one of: ${options.join(', ')}.`),
});

const access = object(Object.entries(ACCESS_OPTIONS).map(([name, options]) => ({ name, kind: option(options) })));

const community = object(
  [
    { name: 'slug', kind: slugKind, required: true },
    { name: 'metadata', kind: metadata, required: true },
    { name: 'access', kind: access, required: true },
    { name: 'custom_fields', kind: object([{ name: 'subjects', kind: list(subject) }]) },
    { name: 'theme', kind: theme, nullable: true },
    { name: 'children', kind: object([{ name: 'allow', kind: flag }]) },
    { name: 'parent', kind: object([{ name: 'id', kind: text(), required: true }], { open: true }), nullable: true },
  ],
  { open: true },
);

/**
 * Reads the body of a community's creation or update. Nothing is stored unless all of it is valid.
 *
 * @throws {Problem} 400 with every field that is wrong, or for a term that its vocabulary does not know
 */
export function readCommunityInput(body: Json | undefined): CommunityInput {
  const { value, errors } = community.load(body === undefined ? {} : body);
  if (errors.length > 0 || !isDoc(value)) throw invalid(errors);
  const read = docAt(value, 'metadata');
  if (!termsAreKnown(read)) throw new Problem(400, 'Not a valid value.');
  const customFields = docAt(value, 'custom_fields');
  if (unknownSubject(customFields)) throw new Problem(400, 'Not a valid value.');
  const { organizations, ...rest } = read;
  const kept = Array.isArray(organizations) && organizations.length > 0 ? { organizations } : {};
  const { record_policy: _unused, ...given } = docAt(value, 'access');
  return {
    slug: textAt(value, 'slug') ?? '',
    metadata: { ...rest, ...kept },
    access: { ...ACCESS_DEFAULTS, ...given },
    customFields,
    ...themeOf(value, body),
    ...relatives(value, isDoc(body) && body['parent'] === null),
  };
}

function unknownSubject(customFields: Doc): boolean {
  return docsAt(customFields, 'subjects').some(({ id }) => typeof id === 'string' && vocabularies.subjects.find(id) === undefined);
}

function themeOf(value: Doc, body: Json | undefined): Pick<CommunityInput, 'theme'> {
  if (isDoc(body) && body['theme'] === null) return { theme: null };
  return isDoc(value['theme']) ? { theme: value['theme'] } : {};
}

function relatives(value: Doc, isOrphan: boolean): Pick<CommunityInput, 'takesChildren' | 'parentId'> {
  const { allow } = docAt(value, 'children');
  const parentId = isOrphan ? null : textAt(docAt(value, 'parent'), 'id');
  return { ...(typeof allow === 'boolean' ? { takesChildren: allow } : {}), ...(parentId === undefined ? {} : { parentId }) };
}

/**
 * Reads the new slug of a community.
 *
 * @throws {Problem} 400 when it is none
 */
export function readSlug(body: Json | undefined): string {
  const { value, errors } = object([{ name: 'slug', kind: slugKind, required: true }], { open: true }).load(isDoc(body) ? body : {});
  if (errors.length > 0) throw invalid(errors);
  return textAt(docAt({ value: value ?? {} }, 'value'), 'slug') ?? '';
}

function termsAreKnown(read: Doc): boolean {
  const type = textAt(docAt(read, 'type'), 'id');
  if (type !== undefined && vocabularies['community-types'].find(type) === undefined) return false;
  if (read['funding'] !== undefined && unknownTerm({ funding: read['funding'] }) !== undefined) return false;
  return docsAt(read, 'organizations').every(({ id }) => typeof id !== 'string' || vocabularies.affiliations.find(id) !== undefined);
}
