import { expect, it } from 'vitest';
import { checkReply } from './check-reply.ts';

it('says of a body which field is not what it should be', async () => {
  const entry = { key: 7, status: 'completed' };
  expect(await checkReply('files', { enabled: 'yes', entries: [entry] })).toEqual([
    '"enabled": expected boolean',
    '"entries.0.key": expected string',
  ]);
});

it('says which values there are', async () => {
  const creator = { person_or_org: { type: 'robot', name: 'R2' } };
  const problems = await checkReply('draft', { id: '1', metadata: { creators: [creator] } });
  expect(problems).toContain('"metadata.creators.0.person_or_org.type": expected personal or organizational');
});

it('lets pass what it does not know', async () => {
  expect(await checkReply('file', { key: 'a', new_field: { of: 'tomorrow' } })).toEqual([]);
});
