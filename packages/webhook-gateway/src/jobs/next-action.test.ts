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
