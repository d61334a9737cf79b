/**
 * What a reader's editor says of the public surface. Nothing here runs: `tsc` fails when a use that should be right is
 * refused, or when a misuse is not (then its `@ts-expect-error` is left over).
 */
import {
  type BulkEditResult,
  type Community,
  type Conversion,
  createZenodo,
  type DepositResult,
  type Draft,
  type FileEntry,
  fileBulkEditJournal,
  fileFromBuffer,
  fromZenodoJson,
  isRateLimitError,
  isValidationError,
  type Metadata,
  type OwnRecord,
  type Page,
  type PortableOptions,
  type Transport,
  type VocabularyTerm,
  Zenodo,
  type ZenodoOptions,
  type ZenodoRecord,
  type ZenodoRequest,
} from '../../src/index.ts';

type Same<One, Other> = (<T>() => T extends One ? 1 : 2) extends <T>() => T extends Other ? 1 : 2 ? true : false;
/** Takes no argument where the types are the same, and an impossible one where they are not. */
declare function same<One, Other>(...proof: Same<One, Other> extends true ? [] : [never]): void;
declare const transport: Transport;

export function places(): void {
  new Zenodo({ environment: 'sandbox', token: 'abc' });
  new Zenodo({ baseUrl: 'https://zenodo.example.org' });
  createZenodo({ environment: 'production', transport, now: () => 0 } satisfies PortableOptions);
  // @ts-expect-error there is no default place: a published DOI is for ever
  new Zenodo({ token: 'abc' });
  // @ts-expect-error one place, not two
  new Zenodo({ environment: 'sandbox', baseUrl: 'https://zenodo.example.org' } satisfies ZenodoOptions);
  // @ts-expect-error no such environment
  new Zenodo({ environment: 'test' });
  // @ts-expect-error a portable client brings its clock
  createZenodo({ environment: 'sandbox', transport });
}

export async function drafts(zenodo: Zenodo): Promise<void> {
  const draft = await zenodo.drafts.create({
    metadata: { title: 'T', creators: [{ person_or_org: { type: 'personal', family_name: 'C' } }] },
  });
  same<typeof draft, Draft>();
  same<Awaited<ReturnType<typeof zenodo.drafts.find>>, Draft | undefined>();
  same<Awaited<ReturnType<typeof zenodo.drafts.publish>>, ZenodoRecord>();
  await zenodo.drafts.update(draft.id, { metadata: { description: undefined } });
  await zenodo.drafts.update(draft.id, (now) => ({ metadata: { title: `${now.metadata.title}!` } }), { ifRevision: draft.revision_id });
  // @ts-expect-error ids are text
  await zenodo.drafts.get(1234567);
  // @ts-expect-error Zenodo's spelling
  await zenodo.drafts.create({ metadata: { publicationDate: '2026' } });
  // @ts-expect-error a vocabulary entry goes by its id
  await zenodo.drafts.create({ metadata: { resource_type: 'dataset' } });
  // @ts-expect-error a person or an organisation
  await zenodo.drafts.create({ metadata: { creators: [{ person_or_org: { type: 'person', name: 'C' } }] } });
  // @ts-expect-error answers are not written to
  draft.metadata.title = 'Another';
  // @ts-expect-error options are named
  await zenodo.drafts.get(draft.id, 5000);
}

export async function records(zenodo: Zenodo): Promise<void> {
  for await (const record of zenodo.records.search({ q: 'coral', limit: 10 })) same<typeof record, ZenodoRecord>();
  for await (const own of zenodo.records.own()) same<typeof own, OwnRecord>();
  same<Awaited<ReturnType<typeof zenodo.records.list>>, Page<ZenodoRecord>>();
  const text: string = await zenodo.records.export('1', 'bibtex');
  await zenodo.records.citation(text, { style: 'apa' });
  await zenodo.records.requestDeletion('1', { reason: 'test-record' });
  // @ts-expect-error no such format
  await zenodo.records.export('1', 'word');
  // @ts-expect-error a deletion has a reason
  await zenodo.records.requestDeletion('1', {});
  // @ts-expect-error records are made by publishing a draft
  await zenodo.records.create({});
  // @ts-expect-error lists of one page have no limit
  await zenodo.records.list({ limit: 5 });
  // @ts-expect-error a list is read with `for await`
  await zenodo.records.search({ q: 'coral' }).map(String);
}

export async function filesAndVersions(zenodo: Zenodo): Promise<void> {
  same<Awaited<ReturnType<typeof zenodo.files.upload>>, FileEntry>();
  await zenodo.files.upload('1', fileFromBuffer('a.txt', 'a'));
  const next: Draft = await zenodo.versions.create('1');
  // @ts-expect-error a file is a source, not its bytes
  await zenodo.files.upload(next.id, Buffer.from('a'));
}

export async function communities(zenodo: Zenodo): Promise<void> {
  const community: Community = await zenodo.communities.create({ slug: 'lab', metadata: { title: 'Lab' } });
  const request: ZenodoRequest = await zenodo.reviews.submit('1', { comment: 'Please.' });
  await zenodo.requests.accept(request.id, 'Welcome.');
  await zenodo.access.embargo('1', { until: '2027-01-31' });
  await zenodo.accessLinks.create('1', { permission: 'view' });
  await zenodo.members.invite(community.id, { users: ['1'], role: 'reader' });
  const terms: readonly VocabularyTerm[] = await zenodo.vocabularies.suggest('languages', 'fren');
  const name: string = (await zenodo.funders.get(terms[0]?.id ?? '')).name;
  // @ts-expect-error a community has a title
  await zenodo.communities.create({ slug: name, metadata: {} });
  // @ts-expect-error links do not manage
  await zenodo.accessLinks.create('1', { permission: 'manage' });
  // @ts-expect-error an embargo ends on a day
  await zenodo.access.embargo('1', {});
}

export async function recipes(zenodo: Zenodo, metadata: Metadata): Promise<void> {
  const done: DepositResult = await zenodo.deposit({ key: 'k', metadata, files: [fileFromBuffer('a.txt', 'a')], finish: 'leave' });
  const result: BulkEditResult = await zenodo.bulkEdit({
    ids: [done.id],
    change: ({ metadata: { title } }) => (title === undefined ? undefined : { metadata: { title: title.trim() } }),
    journal: fileBulkEditJournal('edit.jsonl'),
  });
  await zenodo.bulkEdit({ ids: result.failedIds, change: { metadata: { publisher: 'Lab' } } });
  // @ts-expect-error a deposit has a key
  await zenodo.deposit({ metadata, files: [] });
  // @ts-expect-error no such ending
  await zenodo.deposit({ key: 'k', metadata, files: [], finish: 'submit' });
  // @ts-expect-error a bulk edit has a change
  await zenodo.bulkEdit({ ids: ['1'] });
}

export function errors(error: unknown): string {
  if (isValidationError(error)) return error.issues.map(({ field, messages }) => `${field}: ${messages.join(' ')}`).join('\n');
  if (isRateLimitError(error)) return error.resetAt?.toISOString() ?? error.code;
  // @ts-expect-error what is no error of ours has no code
  return error.code;
}

// Metadata of another format goes into a draft and into a deposit.
export async function converted(zenodo: Zenodo, json: unknown) {
  const { draft, communities, losses }: Conversion = fromZenodoJson(json);
  await zenodo.drafts.create(draft);
  await zenodo.deposit({ key: 'converted', metadata: draft.metadata ?? {}, files: [] });
  const [slug]: readonly string[] = communities;
  // @ts-expect-error a loss is a field and a sentence
  return [slug, losses[0]?.reason];
}
