import { describe, expect, it } from 'vitest';
import { DepositPlan, type DepositRequest, fileFromBuffer, memoryJournal, type PlanContent } from '../../src/index.ts';
import { metadata, newKey, useTarget } from '../_util/target.ts';

const target = useTarget();
const file = (key: string, content = `what is in ${key}`) => fileFromBuffer(key, content);
const request = (more: Partial<DepositRequest> = {}): DepositRequest => ({
  key: newKey(),
  metadata,
  files: [file('a.csv'), file('b.csv')],
  finish: 'publish',
  ...more,
});

/** What was called since a moment, in the words of a plan. */
function changing(since: number): Record<string, number> {
  const seen: Record<string, number> = {};
  for (const { method, path } of target.standIn.calls.slice(since)) {
    if (method === 'GET') continue;
    const template = path
      .replace('/api', '')
      .replace(/\/records\/\d+/, '/records/{id}')
      .replace(/\/files\/[^/]+/, '/files/{key}');
    const call = `${method} ${template}`;
    seen[call] = (seen[call] ?? 0) + 1;
  }
  return seen;
}

const planned = ({ calls }: PlanContent): Record<string, number> => Object.fromEntries(calls.map(({ call, count }) => [call, count]));
const keys = (files: readonly { readonly key: string }[]) => files.map(({ key }) => key);

async function situations(name: string): Promise<DepositRequest> {
  if (name === 'a new draft') return request();
  if (name === 'a new draft that is left') return request({ finish: 'leave' });
  const first = await target.zenodo.deposit(request());
  if (name === 'a new version') return request({ previous: first.id, files: [file('a.csv', 'new'), file('b.csv'), file('c.csv')] });
  if (name === 'a version that loses a file') return request({ previous: first.id, files: [file('a.csv')], filePolicy: 'replace' });
  if (name === 'a record that has it all') return request({ previous: first.id });
  const stopped = request({ files: [file('a.csv'), file('b.csv'), file('c.csv')] });
  await target.zenodo.deposit({ ...stopped, finish: 'leave' });
  if (name === 'a draft to go on with') return { ...stopped, files: [file('a.csv'), file('b.csv', 'new'), file('d.csv')] };
  if (name === 'a draft to discard') return { ...stopped, abandoned: 'discard' };
  return { ...stopped, dropKey: true, journal: memoryJournal() };
}

it.each([
  'a new draft',
  'a new draft that is left',
  'a new version',
  'a version that loses a file',
  'a record that has it all',
  'a draft to go on with',
  'a draft to discard',
  'a draft whose key goes',
])('a plan for %s names every call that changes something, and deposit does exactly these', async (name) => {
  const asked = await situations(name);
  const before = target.standIn.calls.length;
  const plan = await target.zenodo.plan(asked);
  expect(changing(before)).toEqual({});
  const middle = target.standIn.calls.length;
  await target.zenodo.deposit(plan);
  expect(changing(middle)).toEqual(planned(plan.content));
});

it('a plan says what becomes of each file, with bytes', async () => {
  const { content } = await target.zenodo.plan(await situations('a new version'));
  expect(content.target).toMatchObject({ kind: 'new_version' });
  expect([keys(content.files.send), keys(content.files.replace), keys(content.files.skip)]).toEqual([['c.csv'], ['a.csv'], ['b.csv']]);
  expect(content.bytesToSend).toBe('new'.length + 'what is in c.csv'.length);
  expect(content.ending).toBe('publish');
});

it('a plan reads well as text', async () => {
  const plan = await target.zenodo.plan(request({ key: 'xrd/S-2291' }));
  expect(plan.toText()).toMatchInlineSnapshot(`
    "Deposit "xrd/S-2291": use a new draft, then publish it, for ever.
    Bytes to send: 32.
      send: a.csv (16 bytes)
      send: b.csv (16 bytes)
    Steps:
      1. drafted: Takes up the draft, or makes it.
      2. described: Writes the metadata, and stops if Zenodo would not publish it.
      3. uploaded: Sends the files that are not there yet.
      4. verified: Compares size and MD5 of every file with what was sent.
      5. reserved: Looks for other drafts of this key, and reserves the DOI.
      6. publishing: Notes that it is about to publish.
      7. published: Publishes, for ever.
    Calls that change something:
      1 x POST /records
      1 x POST /records/{id}/draft/files
      2 x PUT /records/{id}/draft/files/{key}/content
      2 x POST /records/{id}/draft/files/{key}/commit
      1 x POST /records/{id}/draft/pids/doi
      1 x POST /records/{id}/draft/actions/publish
    Mind:
      - Publishing is for ever, and makes a new concept with its own DOI."
  `);
});

it('a plan survives JSON, and has neither bytes nor token in it', async () => {
  const asked = request();
  const text = JSON.stringify(await target.zenodo.plan(asked));
  expect(text).not.toContain(target.standIn.tokens.owner);
  expect(text).not.toContain('what is in');
  const again = new DepositPlan(asked, JSON.parse(text) as PlanContent);
  expect(await target.zenodo.deposit(again)).toMatchObject({ status: 'published' });
});

describe('a plan is refused, and nothing is changed, when', () => {
  async function expectRefusal(plan: DepositPlan, words: RegExp): Promise<void> {
    const before = target.standIn.calls.length;
    await expect(target.zenodo.deposit(plan)).rejects.toMatchObject({
      code: 'plan_changed',
      changes: expect.arrayContaining([expect.stringMatching(words)]),
    });
    expect(changing(before)).toEqual({});
  }

  it('the deposit was made meanwhile', async () => {
    const asked = request();
    const plan = await target.zenodo.plan(asked);
    await target.zenodo.deposit(asked);
    await expectRefusal(plan, /was to use a new draft, and would use the record \d+/);
  });

  it('the draft was changed by a person', async () => {
    const asked = request({ finish: 'leave' });
    const { id } = await target.zenodo.deposit(asked);
    const plan = await target.zenodo.plan(asked);
    await target.zenodo.drafts.update(id, { metadata: { description: '<p>By hand.</p>' } });
    await expectRefusal(plan, /has changed: it was at revision \d+/);
  });

  it('a file came into the draft', async () => {
    const asked = request({ finish: 'leave' });
    const { id } = await target.zenodo.deposit(asked);
    const plan = await target.zenodo.plan({ ...asked, filePolicy: 'replace' });
    await target.zenodo.files.upload(id, file('by-hand.txt'));
    await expectRefusal(plan, /"by-hand\.txt" was to be absent, and would be removed now/);
  });

  it('another version was published', async () => {
    const first = await target.zenodo.deposit(request());
    const plan = await target.zenodo.plan(request({ previous: first.id, files: [file('c.csv')] }));
    await target.zenodo.deposit(request({ previous: first.id, files: [file('d.csv')] }));
    await expectRefusal(plan, /new version of the record/);
  });
});

describe('a plan warns', () => {
  const warningsOf = async (more: Partial<DepositRequest>, client = target.zenodo) =>
    (await client.plan(request(more))).content.warnings.join(' ');

  it('of what Zenodo would not publish', async () => {
    expect(await warningsOf({ metadata: { title: 'Only a title' } })).toContain('metadata.creators, metadata.resource_type');
  });

  it('that publishing is for ever, and of a new concept', async () => {
    expect(await warningsOf({})).toContain('for ever, and makes a new concept');
    expect(await warningsOf({ finish: 'leave' })).toBe('');
  });

  it('of a ceiling that is reached', async () => {
    expect(await warningsOf({}, target.client({ publishGuard: { perDay: 0 } }))).toContain('ceiling of 0');
  });
});

it('more than a record holds makes no plan', async () => {
  const first = await target.zenodo.deposit(request());
  const client = target.client({ fileLimits: { mostFiles: 2 } });
  await expect(client.plan(request({ previous: first.id, files: [file('c.csv')] }))).rejects.toMatchObject({ code: 'deposit_limit' });
});
