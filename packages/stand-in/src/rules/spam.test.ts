import { expect, test } from 'vitest';
import type { DraftContent } from '../state/entry.ts';
import { looksLikeSpam } from './spam.ts';

const draft = (metadata: DraftContent['metadata']) => ({ metadata }) as DraftContent;

test.each([
  [{ description: '<a href="https://spam.example/buy">x</a>' }, true],
  [{ description: 'see http://www.SPAM.example' }, true],
  [{ related_identifiers: [{ identifier: 'https://spam.example:8080/a' }] }, true],
  [{ description: 'spam.example is a name' }, false],
  [{ description: 'https://spam.example.org and https://nospam.example' }, false],
])('%j is spam: %s', (metadata, verdict) => {
  expect(looksLikeSpam(draft(metadata))).toBe(verdict);
});
