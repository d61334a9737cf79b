import { describe, expect, it } from 'vitest';
import type { Draft } from '../types/record.ts';
import { draftBody } from './draft-body.ts';

const draft = {
  id: '2',
  metadata: {
    title: 'Old',
    resource_type: { id: 'dataset', title: { en: 'Dataset' } },
    rights: [{ id: 'cc-by-4.0', title: { en: 'CC BY' }, props: { url: 'https://example.org' } }],
    creators: [
      { person_or_org: { type: 'personal', name: 'Curie, M', family_name: 'Curie' }, role: { id: 'editor', title: { en: 'Editor' } } },
    ],
  },
  custom_fields: { 'code:codeRepository': 'https://example.org' },
  access: { record: 'public', files: 'public', embargo: { active: false, reason: null }, status: 'open' },
  files: { enabled: true, count: 1, entries: {}, default_preview: 'a.png', order: [] },
  pids: { doi: { identifier: '10.5281/zenodo.2', provider: 'datacite' } },
} as unknown as Draft;

describe('the body of an update', () => {
  it('has the change, and all else of the draft: a PUT resets what it leaves out', () => {
    expect(draftBody(draft, { metadata: { title: 'New' } })).toMatchObject({
      metadata: { title: 'New', creators: draft.metadata.creators?.map((creator) => ({ ...creator, role: { id: 'editor' } })) },
      custom_fields: draft.custom_fields,
      access: { record: 'public', files: 'public', embargo: { active: false, reason: null } },
      files: { enabled: true, default_preview: 'a.png', order: [] },
      pids: draft.pids,
    });
  });

  it('sends entries of vocabularies back as ids alone', () => {
    const { metadata } = draftBody(draft, {}) as { metadata: { resource_type: unknown; rights: unknown } };
    expect(metadata.resource_type).toEqual({ id: 'dataset' });
    expect(metadata.rights).toEqual([{ id: 'cc-by-4.0' }]);
  });

  it('leaves out what a change takes out, and what only the server computes', () => {
    const body = draftBody(draft, { metadata: { rights: undefined } }) as { metadata: object; access: object; files: object };
    expect(body.metadata).not.toHaveProperty('rights');
    expect(body.access).not.toHaveProperty('status');
    expect(body.files).not.toHaveProperty('entries');
  });
});
