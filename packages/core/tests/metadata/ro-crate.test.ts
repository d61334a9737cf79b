import { describe, expect, it } from 'vitest';
import { fromRoCrate, isConfigurationError } from '../../src/index.ts';

const crate = (root: object, ...others: object[]) => ({
  '@graph': [{ '@id': 'ro-crate-metadata.json', about: { '@id': './' } }, { '@id': './', '@type': 'Dataset', ...root }, ...others],
});

describe('an RO-Crate', () => {
  it('gives name, description, authors, date, licence, keywords and version of its root', () => {
    const { draft, losses } = fromRoCrate(
      crate(
        {
          name: 'Silicon powder',
          description: 'A pattern.',
          datePublished: '2026-11-25T10:00:00Z',
          version: '2',
          author: [{ '@id': 'https://orcid.org/0000-0002-1825-0097' }, { '@id': '#lab' }],
          license: { '@id': 'https://spdx.org/licenses/Apache-2.0.html' },
          keywords: 'xrd, powder',
        },
        { '@id': 'https://orcid.org/0000-0002-1825-0097', '@type': 'Person', name: 'Marie Curie' },
        { '@id': '#lab', '@type': 'Organization', name: 'X-ray laboratory' },
      ),
    );
    expect(draft.metadata).toEqual({
      title: 'Silicon powder',
      description: 'A pattern.',
      publication_date: '2026-11-25',
      version: '2',
      creators: [
        {
          person_or_org: {
            type: 'personal',
            family_name: 'Curie',
            given_name: 'Marie',
            identifiers: [{ scheme: 'orcid', identifier: '0000-0002-1825-0097' }],
          },
        },
        { person_or_org: { type: 'organizational', name: 'X-ray laboratory' } },
      ],
      rights: [{ id: 'apache-2.0' }],
      subjects: [{ subject: 'xrd' }, { subject: 'powder' }],
    });
    expect(losses).toEqual([]);
  });

  it('says which author has no name', () => {
    const { losses } = fromRoCrate(crate({ name: 'Silicon powder', author: [{ '@id': '#nobody' }] }));
    expect(losses).toEqual([{ field: 'author.0', message: '"author.0" has no name in the crate, and is left out.' }]);
  });

  it.each([[[]], [{}], [{ '@graph': [] }]])('that is %j is refused', (json) => {
    expect(() => fromRoCrate(json)).toThrow(expect.toSatisfy(isConfigurationError));
  });
});
