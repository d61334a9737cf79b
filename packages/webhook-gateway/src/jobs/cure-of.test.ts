import { expect, it } from 'vitest';
import { cureOf } from './cure-of.ts';

it('says what to do in words of the gateway, whatever nest-module calls its methods', () => {
  const validation = cureOf({ failure: { code: 'validation', cure: 'Correct what Zenodo names with editAndReplay.' } });
  expect(validation).toBe('Correct the metadata of this deposit, and the recipe for the files that come later.');
  expect(cureOf({ failure: { code: 'other', cure: 'Cure what the problem names, then retry the job.' } })).toBe(
    'Cure what the problem names, then try again.',
  );
  expect(cureOf({ failure: undefined })).toBeUndefined();
});
