import { expect, it } from 'vitest';
import { makeEvent } from '../../src/events/make-event.ts';
import { eventTypes } from '../../src/portable.ts';
import { eventSchema, schemaProblems } from './_schema.ts';

it('describes each type of event and no other', () => {
  expect(Object.keys(eventSchema.$defs).filter((name) => name.includes('.'))).toEqual(eventTypes);
});

it('is where the events say it is, and refuses an event without its data', () => {
  const data = { before: 'active', after: 'refused', message: 'm' } as const;
  const event = makeEvent('https://zenodo.org', {
    type: 'account.blocked',
    subject: '1',
    discriminator: '',
    time: '2026-11-25T00:00:00Z',
    data,
  });
  expect(event.dataschema).toMatch(/packages\/core\/events\.schema\.json#\/\$defs\/account\.blocked$/);
  expect(schemaProblems(event)).toBe('');
  expect(schemaProblems({ ...event, data: { before: null } } as never)).not.toBe('');
  expect(schemaProblems({ ...event, id: 'other' })).not.toBe('');
});
