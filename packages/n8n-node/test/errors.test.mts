import { useStandIn } from '@zenodo-connect/stand-in/vitest';
import type { IHttpRequestOptions } from 'n8n-workflow';
import { describe, expect, test } from 'vitest';
import { asked, fields, file, located, outcome, published, run } from './_node.mts';

const zenodo = useStandIn();
const items = [{ json: {}, binary: file('a.csv', 'a') ?? {} }];

describe('a field of a row is named by its label and place', () => {
  const person = { type: 'personal', familyName: 'Curie' };
  test.each<[string, object]>([
    ["'Family Name' of creator 2 is missing", { creators: { creator: [person, { type: 'personal', givenNames: 'Lise' }] } }],
    [
      "'ORCID' of creator 1 is '0000-0002-1825-0098', which is none",
      { creators: { creator: [{ ...person, orcid: '0000-0002-1825-0098' }] } },
    ],
    ["'Role Name or ID' of contributor 1 is missing", { additionalFields: { contributors: { contributor: [person] } } }],
    ["'Type Name or ID' of date 1 is missing", { additionalFields: { dates: { date: [{ date: '2026' }] } } }],
    [
      `'Date' of date 2 is "soon"`,
      {
        additionalFields: {
          dates: {
            date: [
              { date: '2026', type: 'other' },
              { date: 'soon', type: 'other' },
            ],
          },
        },
      },
    ],
    ["'Relation Name or ID' of related work 1 is missing", { additionalFields: { relatedWorks: { work: [{ identifier: '10.1234/a' }] } } }],
    ["'Funder' of funding 1 is missing", { additionalFields: { funding: { grant: [{ number: '1' }] } } }],
    ["'Language' of row 1 is missing", { additionalFields: { languages: { language: [{ id: located('') }] } } }],
    ["'License' of row 1 is missing", { additionalFields: { furtherLicenses: { license: [{ license: located('') }] } } }],
    ["'Custom DOI' is 'my-data', which is none", { additionalFields: { customDoi: 'my-data' } }],
    ["'Embargo Until' is missing", { additionalFields: { embargoReason: 'Later' } }],
    [`'Embargo Until' is "soon"`, { additionalFields: { embargoUntil: 'soon' } }],
    ["'Resource Type Name or ID' is missing", { resourceType: ' ' }],
  ])('%s', async (words, change) => {
    const failed = run(zenodo, 'record', 'depositFiles', { ...fields(), ...change }, { items });
    await expect(failed).rejects.toMatchObject({ message: expect.stringContaining(words) as string, context: { itemIndex: 0 } });
  });

  test('also when it is Zenodo that says so', async () => {
    const { id } = await outcome(zenodo, 'draft', 'create', fields());
    const failed = run(zenodo, 'draft', 'update', { draftId: located(id), updateFields: { resourceType: 'nonsense' } });
    await expect(failed).rejects.toThrow(/nonsense/);
  });
});

test.each<[string, string, Record<string, unknown>, RegExp]>([
  ['record', 'get', { recordId: located('a/b') }, /^'Record' is 'a\/b', which is no ID/],
  ['record', 'get', { recordId: located('') }, /^'Record' is missing/],
  ['draft', 'get', { draftId: located('') }, /^'Draft' is missing/],
  ['community', 'get', { communityId: located('') }, /^'Community' is missing/],
  ['request', 'get', { requestId: located('') }, /^'Request' is missing/],
  ['file', 'delete', { draftId: located('1'), fileName: '' }, /^'File Name' is missing/],
  ['record', 'search', { limit: 0 }, /^'Limit' is not a whole number above 0/],
  ['record', 'search', { filters: { after: 'soon' } }, /^'Published After' is 'soon', which is no day/],
  ['record', 'get', { recordId: located('1'), options: { timeout: 0 } }, /^'Timeout' is not a number/],
])('%s %s says what is wrong before anything is sent: %j', async (resource, operation, parameters, words) => {
  await expect(run(zenodo, resource, operation, parameters)).rejects.toThrow(words);
  expect(zenodo.calls).toHaveLength(0);
});

describe('n8n is told why', () => {
  const get = () => run(zenodo, 'record', 'get', { recordId: located('1000001') });

  test('a rate limit, with the time at which it opens', async () => {
    // Longer than the node waits itself.
    zenodo.faults.tooManyRequests({ times: 20 }, { retryAfterS: 3600 });
    await expect(get()).rejects.toMatchObject({
      httpCode: '429',
      failure: { cause: 'rate-limited', resetsAtEpochMs: expect.any(Number) as number },
    });
  });

  test('maintenance', async () => {
    zenodo.faults.answer({ times: 20 }, { status: 503, headers: { 'retry-after': '1000' } });
    await expect(get()).rejects.toMatchObject({ httpCode: '503', failure: { cause: 'temporarily-unavailable' } });
  });

  test('a record that was deleted', async () => {
    zenodo.faults.gone({});
    await expect(get()).rejects.toMatchObject({ httpCode: '410', failure: { cause: 'configuration-invalid' } });
  });

  test('spam, which a repetition would not help', async () => {
    const { id } = await outcome(zenodo, 'draft', 'create', fields());
    const message = 'Your account has been blocked - the record you tried to publish has been classified as spam by our systems.';
    zenodo.faults.answer({ path: '*/actions/publish' }, { status: 400, body: { status: 400, message } });
    const failed = run(zenodo, 'draft', 'publish', { draftId: located(id) });
    await expect(failed).rejects.toMatchObject({
      message: 'Zenodo took this record for spam and blocked the account',
      failure: { cause: 'configuration-invalid' },
    });
  });
});

test('an item that failed gives its reason in its place, and the others go on', async () => {
  const perItem = [{ draftId: located('999999999') }, { draftId: located((await outcome(zenodo, 'draft', 'create', fields()))['id']) }];
  const output = await run(zenodo, 'draft', 'get', {}, { items: [{ json: {} }, { json: {} }], perItem, continueOnFail: true });
  expect(output.map(({ json, pairedItem }) => [Object.keys(json).includes('error'), pairedItem])).toEqual([
    [true, { item: 0 }],
    [false, { item: 1 }],
  ]);
});

test('an item that failed has no field but those by which n8n knows it for the error output', async () => {
  const { id } = await outcome(zenodo, 'draft', 'create', fields());
  const [failed] = await run(zenodo, 'draft', 'publish', { draftId: located(id) }, { continueOnFail: true });
  expect(failed).toEqual({
    json: { error: expect.stringMatching(/^'Files': /) as string, details: { draftId: id } },
    pairedItem: { item: 0 },
  });
});

test('other bytes under the key of a published record are refused, with the way out', async () => {
  const parameters = { ...fields(), whenDone: 'publish', options: { key: 'sample-1' } };
  await run(zenodo, 'record', 'depositFiles', parameters, { items });
  const failed = run(zenodo, 'record', 'depositFiles', parameters, { items: [{ json: {}, binary: file('a.csv', 'b') ?? {} }] });
  await expect(failed).rejects.toMatchObject({
    message: "The record of this key is published with another file 'a.csv'",
    description: expect.stringContaining('New Version') as string,
  });
});

test('a bulk edit of more records than allowed is refused in the words of the form', async () => {
  const [one, two] = [await published(zenodo, 'First'), await published(zenodo, 'Second', 'z')];
  const parameters = { ids: [one['id'], two['id']], updateFields: { publisher: 'Radium Press' }, options: { ceiling: 1 } };
  await expect(run(zenodo, 'record', 'bulkEdit', parameters)).rejects.toThrow(/'Most Records'/);
});

test('each answer is waited for as long as the item says, and an upload for as long as it takes', async () => {
  const sent: IHttpRequestOptions[] = [];
  await run(zenodo, 'record', 'depositFiles', { ...fields(), options: { timeout: 5 } }, { items, sent });
  expect(new Set(sent.filter(({ url }) => !url.endsWith('/content')).map(({ timeout }) => timeout))).toEqual(new Set([5000]));
  expect(sent.find(({ url }) => url.endsWith('/content'))?.timeout).toBe(0);
});

test('a token is shown nowhere', async () => {
  const [failed] = await run(zenodo, 'draft', 'getAll', {}, { token: 'a-wrong-token', continueOnFail: true });
  expect(failed?.json['error']).toBe('Zenodo did not accept the access token');
  expect(JSON.stringify(failed)).not.toContain('a-wrong-token');
});

test('stopping the execution stops an upload at once', async () => {
  const { id } = await outcome(zenodo, 'draft', 'create', fields());
  zenodo.faults.delay({ path: '*/content' }, { ms: 60_000 });
  const stop = new AbortController();
  const upload = run(zenodo, 'file', 'upload', { draftId: located(id) }, { items, cancel: stop.signal, continueOnFail: true });
  await expect.poll(() => zenodo.calls.some(({ path }) => path.endsWith('/files'))).toBe(true);
  const began = Date.now();
  stop.abort(new Error('stopped'));
  await expect(upload).rejects.toThrow('stopped');
  expect(Date.now() - began).toBeLessThan(20_000);
  expect((await asked(zenodo, `/records/${id}/draft`)).status).toBe(200);
});
