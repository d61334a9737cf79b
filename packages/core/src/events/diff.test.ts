import { describe, expect, it } from 'vitest';
import type { ZenodoRecord } from '../types/record.ts';
import { diffRecord, diffRequest, embargoEnding, membershipHappening } from './diff.ts';
import { knownRecord, packRecord, packValues, unpackRecord } from './known-record.ts';
import { eventId } from './make-event.ts';

const since = Date.parse('2026-11-01T00:00:00Z');
const record = (change: object = {}): ZenodoRecord =>
  ({
    id: '2',
    created: '2026-10-01T00:00:00.000000+00:00',
    updated: '2026-10-01T00:00:00.000000+00:00',
    revision_id: 4,
    parent: { id: '1' },
    versions: { index: 1, is_latest: true },
    metadata: { title: 'Before', creators: [{ person_or_org: { type: 'personal', family_name: 'A' } }] },
    access: { record: 'public', files: 'public', status: 'open' },
    pids: { doi: { identifier: '10.5281/zenodo.2' } },
    files: { enabled: true, count: 1, total_bytes: 5, entries: { a: { key: 'a', checksum: 'md5:1', size: 5 } } },
    links: {},
    is_published: true,
    is_draft: false,
    ...change,
  }) as ZenodoRecord;
const later = (change: object, revision = 6) => record({ revision_id: revision, updated: '2026-11-20T00:00:00.000000+00:00', ...change });
const diff = (before: ZenodoRecord | undefined, after: ZenodoRecord) =>
  diffRecord(before && remembered(before), knownRecord(after), since).map(({ type, discriminator, data }) => [
    type,
    discriminator,
    'changed' in data ? data.changed : undefined,
  ]);
/** As it is after it was stored. */
const remembered = (seen: ZenodoRecord, values?: string) => unpackRecord(seen.id, packRecord(knownRecord(seen)), values);
const published = '2026-11-20T00:00:00.000000+00:00';

describe('between two states of a record', () => {
  it.each([
    ['nothing, when only its place among the versions changed', record({ versions: { index: 1, is_latest: false } }), []],
    ['nothing, when it was published again as it was', later({}), []],
    ['nothing, when statistics and links changed', later({ stats: { views: 9 }, links: { self: 'x' } }), []],
    [
      'its metadata by field',
      later({ metadata: { title: 'After', creators: [] } }),
      [['metadata.changed', '6', ['metadata.creators', 'metadata.title']]],
    ],
    [
      'a field that nobody knows yet',
      later({ metadata: { ...record().metadata, brand_new: 1 } }),
      [['metadata.changed', '6', ['metadata']]],
    ],
    ['its custom fields', later({ custom_fields: { 'code:x': 1 } }), [['metadata.changed', '6', ['custom_fields']]]],
    [
      'who may see its files',
      later({ access: { record: 'public', files: 'restricted', status: 'restricted' } }),
      [['metadata.changed', '6', ['access']]],
    ],
    [
      'its files, by their checksums',
      later({ files: { enabled: true, count: 1, total_bytes: 5, entries: { a: { key: 'a', checksum: 'md5:2', size: 5 } } } }),
      [['files.changed', '6', undefined]],
    ],
    ['nothing of files that are not shown', later({ files: { enabled: true } }), []],
    ['nothing, when the index is behind', record({ revision_id: 2, metadata: { title: 'Older' } }), []],
  ])('it tells %s', (_name, after, events) => {
    expect(diff(record(), after)).toEqual(events);
  });

  it('tells nothing when only the order of keys differs', () => {
    const access = { files: 'public', status: 'open', record: 'public' };
    expect(
      diff(
        record(),
        later({ access, metadata: { creators: [{ person_or_org: { type: 'personal', family_name: 'A' } }], title: 'Before' } }),
      ),
    ).toEqual([]);
  });

  it('tells that an embargo was lifted, and not its access beside it', () => {
    const embargoed = record({ access: { record: 'public', files: 'restricted', embargo: { active: true, until: '2026-11-20' } } });
    const lifted = later({ access: { record: 'public', files: 'public', embargo: { active: false, reason: null } } });
    expect(diff(embargoed, lifted)).toEqual([['embargo.lifted', '2026-11-20', undefined]]);
  });
});

describe('a record that was not known', () => {
  it.each([
    ['was published', record({ created: published, updated: published }), [['record.published', '', undefined]]],
    [
      'is a later version',
      record({ created: published, updated: published, versions: { index: 3, is_latest: true } }),
      [['version.published', '', undefined]],
    ],
    ['is older and changed in a way that cannot be told', later({}), [['metadata.changed', '6', null]]],
    ['is older and did not change', record(), []],
  ])('%s', (_name, seen, events) => {
    expect(diff(undefined, seen)).toEqual(events);
  });
});

describe('the values of a changed field', () => {
  const changed = (values?: string) => {
    const [event] = diffRecord(remembered(record(), values), knownRecord(later({ metadata: { title: 'After' } })), since);
    return event?.data;
  };

  it('are told as they were and are, where they were kept', () => {
    expect(changed(packValues(knownRecord(record())))).toMatchObject({
      before: { title: 'Before' },
      values: {
        'metadata.creators': { before: record().metadata.creators, after: null },
        'metadata.title': { before: 'Before', after: 'After' },
      },
    });
  });

  it('are null where they were not', () => {
    expect(changed()).toMatchObject({ before: { title: null }, changed: ['metadata.creators', 'metadata.title'], values: null });
  });

  it('are not kept when they are long', () => {
    expect(packValues(knownRecord(record({ metadata: { title: 'x'.repeat(5000) } })))).toBeUndefined();
  });
});

it('a known record is the same after it was stored, but for its title', () => {
  const seen = knownRecord(record({ access: { embargo: { active: true, until: '2027-01-01' } } }));
  expect(remembered(record({ access: { embargo: { active: true, until: '2027-01-01' } } }))).toEqual({
    fields: seen.fields,
    state: { ...seen.state, title: null },
  });
  expect(packRecord(seen).length).toBeLessThan(320);
});

describe('a request', () => {
  const request = (status: string, type = 'community-submission') => ({
    id: 'q',
    type,
    status,
    title: null,
    community_id: 'c',
    record_id: '2',
    updated: published,
  });
  const diffOf = (before: string | undefined, after: string, created = published, type?: string) =>
    diffRequest(before === undefined ? undefined : request(before), request(after, type), created, since).map((one) => one.type.slice(18));

  it.each(['accepted', 'declined', 'cancelled', 'expired'])('that was submitted and is %s is told once', (status) => {
    expect(diffOf('submitted', status)).toEqual([status]);
    expect(diffOf(status, status)).toEqual([]);
  });

  it('that is over when it is first seen was submitted before', () => {
    expect(diffOf(undefined, 'declined')).toEqual(['submitted', 'declined']);
    expect(diffOf('created', 'accepted')).toEqual(['submitted', 'accepted']);
  });

  it('that is older than we are is told from then on', () => {
    expect(diffOf(undefined, 'accepted', '2026-10-01T00:00:00Z')).toEqual(['accepted']);
  });

  it('that nobody submitted, or that is none to a community, is no news', () => {
    expect(diffOf(undefined, 'created')).toEqual([]);
    expect(diffOf(undefined, 'accepted', published, 'community-invitation')).toEqual([]);
  });
});

it.each([
  [-1, undefined],
  [0, 0],
  [7, 7],
  [8, undefined],
])('an embargo with %d days left is told as %s', (days, told) => {
  const now = Date.parse('2026-11-25T00:00:00Z');
  const until = new Date(now + days * 86_400_000).toISOString().slice(0, 10);
  const known = knownRecord(record({ access: { embargo: { active: true, until } } }));
  expect(embargoEnding(known, now, 7)?.data).toEqual(told === undefined ? undefined : expect.objectContaining({ days_left: told, until }));
});

it('a second inclusion has another id than the first, and the first the same for all', () => {
  const membership = { times: 1, isMember: true, recordId: '2', created: '' };
  const of = (times: number) =>
    membershipHappening(true, { ...membership, times }, undefined, '1', { id: 'c', slug: 's' }, published).discriminator;
  expect([of(1), of(2)]).toEqual(['c', 'c/2']);
});

it('an id is made of where, what, and which, and nothing can be moved between them', () => {
  const id = eventId('https://zenodo.org', '1', 'record.published', '');
  expect(id).toBe(eventId('https://zenodo.org', '1', 'record.published', ''));
  expect(id).toMatch(/^evt_[0-9a-f]{32}$/);
  const others = [
    eventId('https://sandbox.zenodo.org', '1', 'record.published', ''),
    eventId('https://zenodo.org', '12', 'record.published', ''),
    eventId('https://zenodo.org', '1', 'record.published', '2'),
    eventId('https://zenodo.org', '1', 'version.published', ''),
  ];
  expect(new Set([id, ...others]).size).toBe(5);
});
