import { expect, it } from 'vitest';
import { ensureDraftInput } from './ensure-draft-input.ts';

it.each([
  [{ metadata: { title: 7 } }, 'metadata.title'],
  [{ access: 'restricted' }, 'access'],
  [{ access: { files: 'closed' } }, 'access.files'],
  [{ access: { embargo: { active: true, until: 'soon' } } }, 'access.embargo.until'],
  [{ access: { embargo: { active: 'yes' } } }, 'access.embargo.active'],
  [{ custom_fields: [] }, 'custom_fields'],
  [{ files: { enabled: 'no' } }, 'files.enabled'],
  [{ files: { order: 'a.csv' } }, 'files.order'],
  [{ pids: { doi: '10.1234/abc' } }, 'pids.doi'],
  [{ pids: { doi: { provider: 'external' } } }, 'pids.doi.identifier'],
])('%j is refused at %s', (input, field) => {
  expect(() => ensureDraftInput(input)).toThrow(expect.objectContaining({ code: 'configuration', field }));
});

it.each([
  {},
  { access: { record: 'public', files: 'restricted', embargo: { active: true, until: '2027-01-31' } } },
  { access: { embargo: { active: false, until: null } } },
  {
    files: { enabled: true, default_preview: null, order: ['a'] },
    pids: {},
    custom_fields: { 'code:codeRepository': 'https://example.org' },
  },
  { pids: { doi: { identifier: '', provider: 'external' } } },
])('%j passes', (input) => {
  expect(() => ensureDraftInput(input)).not.toThrow();
});
