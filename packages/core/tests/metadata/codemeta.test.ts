import { describe, expect, it } from 'vitest';
import { fromCodemeta, isConfigurationError } from '../../src/index.ts';

const head = { '@context': 'https://w3id.org/codemeta/3.0', '@type': 'SoftwareSourceCode' };

describe('a CodeMeta file', () => {
  it('gives name, description, authors, date, licence, keywords and version of the software', () => {
    const { draft, losses } = fromCodemeta({
      ...head,
      name: 'xrd-fit',
      description: 'Fits patterns.',
      datePublished: '2026-11-25T10:00:00Z',
      softwareVersion: '2.1.0',
      license: 'https://spdx.org/licenses/Apache-2.0',
      keywords: ['xrd', 'fit, powder'],
      author: [
        {
          '@type': 'Person',
          '@id': 'https://orcid.org/0000-0002-1825-0097',
          givenName: 'Marie',
          familyName: 'Curie',
          affiliation: { '@type': 'Organization', name: 'Institut du Radium' },
        },
        { '@type': 'Organization', name: 'X-ray laboratory' },
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
            family_name: 'Curie',
            given_name: 'Marie',
            identifiers: [{ scheme: 'orcid', identifier: '0000-0002-1825-0097' }],
          },
          affiliations: [{ name: 'Institut du Radium' }],
        },
        { person_or_org: { type: 'organizational', name: 'X-ray laboratory' } },
      ],
      rights: [{ id: 'apache-2.0' }],
      subjects: [{ subject: 'xrd' }, { subject: 'fit' }, { subject: 'powder' }],
    });
    expect(losses).toEqual([]);
  });

  it.each([
    ['MIT', { id: 'mit' }],
    [{ '@type': 'CreativeWork', url: 'https://spdx.org/licenses/GPL-3.0-only.html' }, { id: 'gpl-3.0-only' }],
    ['https://lab.example/license', { title: { en: 'https://lab.example/license' }, link: 'https://lab.example/license' }],
  ])('knows the licence %j', (license, rights) => {
    expect(fromCodemeta({ ...head, license }).draft.metadata?.rights).toEqual([rights]);
  });

  it('says what it leaves out: roles, authors without a name, and what a record says otherwise', () => {
    const { draft, losses } = fromCodemeta({
      ...head,
      identifier: 'https://doi.org/10.5281/zenodo.1',
      author: [{ type: 'Role', roleName: 'developer' }, { '@type': 'Person' }, 'Marie', { name: 'Marie Curie' }],
    });
    expect(losses.map(({ field }) => field)).toEqual(['author.0', 'author.1', 'author.2', 'identifier']);
    expect(draft.metadata?.creators).toEqual([{ person_or_org: { type: 'personal', family_name: 'Curie', given_name: 'Marie' } }]);
  });

  it.each([[[]], [{}], [{ '@type': 'Person', name: 'x' }], [{ '@type': 'constructor' }], ['text'], [null]])(
    'that is %j is refused',
    (json) => {
      expect(() => fromCodemeta(json)).toThrow(expect.toSatisfy(isConfigurationError));
    },
  );
});
