import type { DepositJournalEntry } from '@zenodo-connect/core';
import type { DepositJob } from '@zenodo-connect/nestjs';
import { describe, expect, it } from 'vitest';
import { eventId, eventOf } from './event.ts';
import type { EventType } from './event-types.ts';
import { eventTypeOfStep, eventTypesOf } from './transitions.ts';

const job: DepositJob = {
  id: 'a1',
  account: 'default',
  key: 'k',
  series: 'xrd/S-1',
  state: 'published',
  finish: 'publish',
  metadata: { title: 'x' } as DepositJob['metadata'],
  files: [{ key: 'a.xy', size: 3, md5: 'm', sha256: 's', ref: 'inbox:1' }],
  meta: { route: 'xrd', dataset: 'S-1' },
  priority: 0,
  failure: undefined,
  waitingFor: undefined,
  progress: undefined,
  cancelling: false,
  attempts: 2,
  journal: undefined,
  recordId: '12',
  doi: '10.5281/zenodo.12',
  conceptDoi: '10.5281/zenodo.11',
  htmlUrl: 'https://zenodo.org/records/12',
  requestId: undefined,
  problem: undefined,
  nextAction: 'Done.',
  dueAt: undefined,
  giveUpAt: new Date(0),
  createdAt: new Date(0),
  updatedAt: new Date(0),
};
const origin = { instance: 'urn:uuid:1', source: 'https://gw.lab.example' };
const at = new Date('2026-11-25T14:05:00Z');

it('the body is a CloudEvent and a Standard Webhooks payload at once', () => {
  const event = eventOf('deposit.published', job, at, origin);
  expect(JSON.parse(event.body)).toEqual({
    specversion: '1.0',
    id: event.id,
    source: 'https://gw.lab.example',
    type: 'deposit.published',
    subject: 'xrd/S-1',
    time: '2026-11-25T14:05:00.000Z',
    timestamp: '2026-11-25T14:05:00.000Z',
    partitionkey: 'xrd/S-1',
    traceparent: expect.stringMatching(/^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/),
    dataschema: expect.stringMatching(/#\/\$defs\/deposit\.published$/),
    datacontenttype: 'application/json',
    data: {
      job: 'a1',
      route: 'xrd',
      dataset: 'S-1',
      state: 'published',
      record_id: '12',
      doi: '10.5281/zenodo.12',
      concept_doi: '10.5281/zenodo.11',
      record_url: 'https://zenodo.org/records/12',
      next_action: 'Done.',
      files: [{ name: 'a.xy', size: 3, sha256: 's' }],
    },
  });
});

it('the id follows from what happened, not from when or where it is seen', () => {
  const again = eventOf('deposit.published', { ...job, attempts: 9 }, new Date(), { ...origin, source: 'https://other.example' });
  expect(again.id).toBe(eventOf('deposit.published', job, at, origin).id);
  expect(again.id).toMatch(/^evt_[0-9a-f]{32}$/);
});

it('a second failure is another event than the first', () => {
  expect(eventOf('deposit.failed', job, at, origin).id).not.toBe(eventOf('deposit.failed', { ...job, attempts: 3 }, at, origin).id);
});

it('parts that are cut elsewhere make another id', () => {
  expect(eventId('a', 'doi.findable', 'bc', 'd')).not.toBe(eventId('a', 'doi.findable', 'b', 'cd'));
});

describe('a change of a job is', () => {
  const as = (state: DepositJob['state']): DepositJob => ({ ...job, state });
  it.each([
    [undefined, 'queued', ['deposit.received']],
    ['running', 'published', ['deposit.published']],
    ['running', 'findable', ['deposit.published', 'doi.findable']],
    ['published', 'findable', ['doi.findable']],
    ['running', 'failed', ['deposit.failed']],
    ['running', 'waiting', []],
    ['failed', 'queued', []],
    ['published', 'published', []],
    ['running', 'left', ['deposit.draft_ready']],
    ['running', 'submitted', ['deposit.submitted']],
    ['submitted', 'submitted', []],
  ] as const)('%s → %s: %j', (before, after, types) => {
    expect(eventTypesOf({ before: before && as(before), after: as(after) })).toEqual(types);
  });
});

describe('an event of a job that', () => {
  const id = (type: EventType, change: Partial<DepositJob>) => eventOf(type, { ...job, ...change }, at, origin).id;

  it('waits for the same on the same day is the same', () => {
    const morning = { waitingFor: 'zenodo', updatedAt: new Date('2026-11-25T06:00:00Z'), attempts: 1 } as const;
    const evening = { ...morning, updatedAt: new Date('2026-11-25T20:00:00Z'), attempts: 9 };
    expect(id('deposit.waiting', evening)).toBe(id('deposit.waiting', morning));
    expect(id('deposit.waiting', { ...evening, waitingFor: 'token' })).not.toBe(id('deposit.waiting', morning));
    expect(id('deposit.waiting', { ...morning, updatedAt: new Date('2026-11-26T06:00:00Z') })).not.toBe(id('deposit.waiting', morning));
  });

  it('made the draft is one of that draft, whichever job tells it', () => {
    expect(id('deposit.created', { id: 'b2' })).toBe(id('deposit.created', {}));
    expect(id('deposit.created', { recordId: '13' })).not.toBe(id('deposit.created', {}));
  });
});

it('steps of the journal that matter to others are events', () => {
  const typeAt = (step: DepositJournalEntry['step']) => eventTypeOfStep({ journal: { step } });
  expect([typeAt('planned'), typeAt('drafted'), typeAt('uploaded'), typeAt('verified'), eventTypeOfStep({ journal: undefined })]).toEqual([
    undefined,
    'deposit.created',
    undefined,
    'deposit.files_uploaded',
    undefined,
  ]);
});
