import { describe, expect, test } from 'vitest';
import { complaintAbout, guessScheme, normalIdentifier, PERSON_SCHEMES, WORK_SCHEMES } from './identifier-schemes.ts';

describe('a scheme is guessed from', () => {
  test.each([
    ['0000-0002-1825-0097', 'orcid'],
    ['https://orcid.org/0000-0002-1825-0097', 'orcid'],
    ['0000000121032683', 'isni'],
    ['https://ror.org/01ggx4157', 'ror'],
    ['gnd:118523147', 'gnd'],
  ])('a person’s %s', (text, scheme) => expect(guessScheme(text, PERSON_SCHEMES)).toBe(scheme));

  test.each([
    ['10.5281/zenodo.1', 'doi'],
    ['https://doi.org/10.5281/zenodo.1', 'doi'],
    ['arXiv:1234.5678', 'arxiv'],
    ['urn:zenodo-connect:xrd/S-2291', 'urn'],
    ['https://example.org/x', 'url'],
    ['978-3-16-148410-0', 'isbn'],
    ['0317-8471', 'issn'],
    ['run-42', undefined],
    ['8b2e3f1c-9d0a-4c55-9a51-0a6f8f1b2c3d', undefined],
  ])('a work’s %s', (text, scheme) => expect(guessScheme(text, WORK_SCHEMES)).toBe(scheme));
});

test.each([
  ['orcid', '0000-0002-1825-0098', 'Invalid ORCID identifier.'],
  ['isni', '0000000121032684', 'Invalid ISNI identifier.'],
  ['ror', '01ggx4158', 'Invalid ROR identifier.'],
  ['isbn', '978-3-16-148410-1', 'Invalid ISBN identifier.'],
  ['issn', '0317-8472', 'Invalid ISSN identifier.'],
])('a wrong check digit of %s %s is seen', (scheme, text, complaint) => expect(complaintAbout(scheme, text)).toBe(complaint));

test.each([
  ['orcid', 'https://orcid.org/0000-0002-1825-0097', '0000-0002-1825-0097'],
  ['isni', '0000000121032683', '0000 0001 2103 2683'],
  ['ror', 'https://ror.org/01ggx4157', '01ggx4157'],
  ['doi', 'https://doi.org/10.5281/zenodo.1', '10.5281/zenodo.1'],
  ['arxiv', '1234.5678', 'arXiv:1234.5678'],
  ['url', 'https://example.org/x', 'https://example.org/x'],
])('%s %s is kept as %s', (scheme, text, kept) => expect(normalIdentifier(scheme, text)).toBe(kept));
