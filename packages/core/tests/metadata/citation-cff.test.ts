import { describe, expect, it } from 'vitest';
import { fromCitationCff, isConfigurationError } from '../../src/index.ts';

const head = { 'cff-version': '1.2.0', message: 'Cite it.' };

describe('a citation file', () => {
  it('gives title, abstract, authors, date, licence, keywords, version and kind', () => {
    const { draft, losses } = fromCitationCff({
      ...head,
      title: 'xrd-fit',
      abstract: 'Fits patterns.',
      type: 'software',
      'date-released': '2026-11-25',
      version: '2.1.0',
      license: 'Apache-2.0',
      keywords: ['xrd', 'powder'],
      authors: [
        {
          'given-names': 'Maria',
          'family-names': 'Sklodowska',
          'name-particle': 'von',
          'name-suffix': 'Jr.',
          orcid: 'https://orcid.org/0000-0002-1825-0097',
          affiliation: 'Institut du Radium',
        },
        { name: 'X-ray laboratory' },
      ],
    });
    expect(draft.metadata).toEqual({
      title: 'xrd-fit',
      description: 'Fits patterns.',
      resource_type: { id: 'software' },
      publication_date: '2026-11-25',
      version: '2.1.0',
      creators: [
        {
          person_or_org: {
            type: 'personal',
            family_name: 'von Sklodowska Jr.',
            given_name: 'Maria',
            identifiers: [{ scheme: 'orcid', identifier: '0000-0002-1825-0097' }],
          },
          affiliations: [{ name: 'Institut du Radium' }],
        },
        { person_or_org: { type: 'organizational', name: 'X-ray laboratory' } },
      ],
      rights: [{ id: 'apache-2.0' }],
      subjects: [{ subject: 'xrd' }, { subject: 'powder' }],
    });
    expect(losses).toEqual([]);
  });

  it('says what it leaves out, the DOI of an earlier release above all', () => {
    const { draft, losses } = fromCitationCff({
      ...head,
      doi: '10.5281/zenodo.1',
      authors: [{ orcid: 'x' }],
      references: [{ title: 'A' }],
    });
    expect(losses.map(({ field }) => field)).toEqual(['authors.0.orcid', 'authors.0', 'doi', 'references']);
    expect(draft.pids).toBeUndefined();
  });

  it.each([
    ['a date that a parser made of it', { 'date-released': new Date('2026-11-25') }, { publication_date: '2026-11-25' }, []],
    ['a date that is none', { 'date-released': 'soon' }, {}, ['date-released']],
    ['a version without quotation marks', { version: 1.1 }, { version: '1.1' }, ['version']],
    ['several licences', { license: ['MIT', 'CC-BY-4.0'] }, { rights: [{ id: 'mit' }, { id: 'cc-by-4.0' }] }, []],
    [
      'an address of a licence',
      { 'license-url': 'https://l.example' },
      { rights: [{ title: { en: 'https://l.example' }, link: 'https://l.example' }] },
      [],
    ],
    ['a dataset', { type: 'dataset' }, { resource_type: { id: 'dataset' } }, []],
    [
      'an author with an alias alone',
      { authors: [{ alias: 'mc' }] },
      { creators: [{ person_or_org: { type: 'personal', family_name: 'mc' } }] },
      [],
    ],
  ])('with %s', (_what, fields, metadata, lost) => {
    const { draft, losses } = fromCitationCff({ ...head, ...fields });
    expect(draft.metadata).toEqual({ resource_type: { id: 'software' }, ...metadata });
    expect(losses.map(({ field }) => field)).toEqual(lost);
  });

  it.each([[[]], [{}], [{ title: 'x' }], ['text'], [null]])('that is %j is refused', (value) => {
    expect(() => fromCitationCff(value)).toThrow(expect.toSatisfy(isConfigurationError));
  });
});
