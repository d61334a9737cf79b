import { describe, expect, it } from 'vitest';
import { ensureMetadata } from './ensure-metadata.ts';

const person = { type: 'personal', family_name: 'Curie' };

describe('metadata', () => {
  it.each([
    [{ title: 7 }, 'metadata.title', 'is 7'],
    [{ creators: { name: 'Curie' } }, 'metadata.creators', 'is an object'],
    [{ creators: [{ name: 'Curie, Marie' }] }, 'metadata.creators.0.person_or_org', 'is missing'],
    [
      { creators: [{ person_or_org: { ...person, type: 'person' } }] },
      'metadata.creators.0.person_or_org.type',
      '"personal" or "organizational"',
    ],
    [{ contributors: [{ person_or_org: person, role: 'editor' }] }, 'metadata.contributors.0.role', "{ id: 'datacollector' }"],
    [{ resource_type: 'dataset' }, 'metadata.resource_type', "{ id: 'dataset' }"],
    [{ publication_date: '14.3.2026' }, 'metadata.publication_date', '"2026-03-14"'],
    [{ publication_date: '2026-02-30' }, 'metadata.publication_date', '"2026-03-14"'],
    [{ publicationDate: '2026-03-14' }, 'metadata.publicationDate', '"publication_date"'],
    [{ version: 'x'.repeat(192) }, 'metadata.version', '191 at most'],
    [{ rights: ['cc-by-4.0'] }, 'metadata.rights.0', "{ id: 'cc-by-4.0' }"],
    [{ subjects: ['diffraction'] }, 'metadata.subjects.0', "{ subject: 'diffraction' }"],
    [{ dates: [{ date: 'yesterday' }] }, 'metadata.dates.0.date', '"2026"'],
    [{ related_identifiers: [{ relation_type: { id: 'cites' } }] }, 'metadata.related_identifiers.0.identifier', 'is missing'],
    [{ upload_type: 'dataset' }, 'metadata.upload_type', "give resource_type: { id: 'dataset' }"],
    [{ keywords: ['diffraction'] }, 'metadata.keywords', 'older deposit API'],
    ['a title', 'metadata', 'is "a title"'],
    [null, 'metadata', 'is null'],
  ])('of a wrong kind is refused with its path and an example: %j', (metadata, field, said) => {
    expect(() => ensureMetadata(metadata)).toThrow(
      expect.objectContaining({ code: 'configuration', field, message: expect.stringContaining(said) }),
    );
  });

  it.each([
    {},
    { title: undefined, creators: [] },
    { publication_date: '2026' },
    { publication_date: '2026-03/2026-05-01' },
    { creators: [{ person_or_org: { type: 'organizational', name: 'CERN' }, affiliations: [{ id: '01ggx4157', name: 'CERN' }] }] },
    { funding: [{ funder: { id: '00k4n6c32' } }], something_new: { of: 'Zenodo' } },
  ])('may be as empty as it likes, and hold what we do not know: %j', (metadata) => {
    expect(() => ensureMetadata(metadata)).not.toThrow();
  });
});
