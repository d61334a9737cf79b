import { expect, it } from 'vitest';
import { nextActionOf } from './next-action.ts';

it('a job that is tried again still says what went wrong before', () => {
  const running = {
    state: 'running',
    nextAction: 'Running: the deposit has just been started.',
    problem: 'Zenodo did not answer.',
  } as const;
  expect(nextActionOf(running)).toBe(`${running.nextAction} The try before ended so: ${running.problem}`);
  expect(nextActionOf({ ...running, problem: undefined })).toBe(running.nextAction);
});

it('a stopped job asks for the file again', () => {
  const failed = { state: 'failed', nextAction: 'Stopped: No. When the cause is cured, retry the job.', problem: 'No.' } as const;
  expect(nextActionOf(failed)).toBe('Stopped: No. The file is kept; when the cause is cured, send it again to have another try.');
});

it('a stopped job says until when its file is kept, and when it is not any more', () => {
  const failed = { state: 'failed', nextAction: '', problem: 'No.', meta: { stoppedBytesMs: 86_400_000 } } as const;
  const updatedAt = new Date();
  const day = new Date(updatedAt.getTime() + 86_400_000).toISOString().slice(0, 10);
  expect(nextActionOf({ ...failed, updatedAt })).toContain(`The file is kept until ${day}; when`);
  expect(nextActionOf({ ...failed, updatedAt: new Date(0) })).toBe(
    'Stopped: No. The file is not kept any more; when the cause is cured, send it again.',
  );
});

it('a draft that is approved or held does not wait for a person at Zenodo', () => {
  const left = { state: 'left', nextAction: 'Done: the draft waits for a person to publish it.', problem: undefined } as const;
  expect(nextActionOf({ ...left, meta: {} })).toBe(left.nextAction);
  expect(nextActionOf({ ...left, meta: { rule: { mode: 'approval' } } })).toBe(
    'The draft is complete; it is published once a second person approves it.',
  );
  expect(nextActionOf({ ...left, meta: { rule: { mode: 'hold' } }, htmlUrl: 'https://z/1' })).toBe(
    'The draft is complete, at https://z/1; it is published when its time is over, unless somebody stops it.',
  );
});
