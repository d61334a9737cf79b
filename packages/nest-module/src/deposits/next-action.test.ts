import { describe, expect, it } from 'vitest';
import type { JobState } from './job.ts';
import { nextAction } from './next-action.ts';

const now = new Date('2026-11-25T14:05:00Z');
const job = {
  state: 'queued' as JobState,
  finish: 'publish' as const,
  series: undefined,
  recordId: undefined,
  htmlUrl: 'https://zenodo.org/uploads/7',
  doi: '10.5281/zenodo.7',
  problem: undefined,
  dueAt: new Date('2026-11-25T14:05:10Z'),
  giveUpAt: new Date('2026-12-09T14:05:00Z'),
};

describe('what happens next', () => {
  it('a waiting job names the reason, the next try and the day of giving up', () => {
    expect(nextAction({ ...job, state: 'waiting', problem: 'Zenodo did not answer (connection refused).' }, now)).toBe(
      'Waiting: Zenodo did not answer (connection refused). Next try at 14:05:10 UTC; given up on 9 December 2026.',
    );
  });

  it('a try on another day says which', () => {
    expect(nextAction({ ...job, state: 'waiting', dueAt: new Date('2026-11-26T00:30:00Z') }, now)).toContain(
      '00:30:00 UTC on 26 November 2026',
    );
  });

  it('a queued job of a series tells what it waits for', () => {
    expect(nextAction({ ...job, series: 'S-2291' }, now)).toBe(
      'Queued: starts as soon as a worker is free and the earlier deposits of "S-2291" are done.',
    );
  });

  it('a left draft tells where a person finds it', () => {
    expect(nextAction({ ...job, state: 'left' }, now)).toBe(
      'Done: the draft waits for a person to publish it, at https://zenodo.org/uploads/7.',
    );
  });

  it('a submitted job names the community and the draft', () => {
    expect(nextAction({ ...job, state: 'submitted', finish: { submitTo: 'crystallography' } }, now)).toBe(
      'Submitted: the community "crystallography" decides on the draft at https://zenodo.org/uploads/7; it is looked at again at 14:05:10 UTC.',
    );
  });

  it('a published job tells when DataCite is asked, or why it is not asked any more', () => {
    expect(nextAction({ ...job, state: 'published' }, now)).toContain('at 14:05:10 UTC whether the DOI 10.5281/zenodo.7');
    expect(nextAction({ ...job, state: 'published', dueAt: undefined, problem: 'No DataCite address is known.' }, now)).toBe(
      'Published. No DataCite address is known.',
    );
  });

  it('a failed job repeats its problem and the way out', () => {
    expect(nextAction({ ...job, state: 'failed', problem: 'Zenodo does not take the metadata. title: Missing.' }, now)).toBe(
      'Stopped: Zenodo does not take the metadata. title: Missing. When the cause is cured, retry the job.',
    );
  });
});
