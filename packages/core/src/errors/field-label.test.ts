import { expect, it } from 'vitest';
import { fieldLabel } from './field-label.ts';

it.each([
  ['metadata.creators.0.person_or_org.family_name', 'creator 1, family name'],
  ['metadata.publication_date', 'publication date'],
  ['metadata.related_identifiers.2.identifier', 'related identifier 3, identifier'],
  ['metadata.rights.0.id', 'licence 1, id'],
  ['metadata.locations.features.1.place', 'location 2, place'],
  ['metadata.additional_descriptions.0', 'additional description 1'],
  ['access.embargo.until', 'embargo, last day'],
  ['pids.doi', 'DOI'],
  ['files.enabled', 'files'],
  ['custom_fields.journal:journal.title', 'journal, title'],
  ['_schema', 'the data as a whole'],
  ['slug', 'slug'],
  ['metadata', 'metadata'],
])('%s is said as "%s"', (field, label) => {
  expect(fieldLabel(field)).toBe(label);
});
