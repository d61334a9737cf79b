import { createHash } from 'node:crypto';
import { type StandIn, startStandIn } from '@zenodo-connect/stand-in';
import type { IHttpRequestOptions, INodeExecutionData } from 'n8n-workflow';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { execute, type Given } from './_context.mts';

let zenodo: StandIn;
beforeEach(async () => {
  zenodo = await startStandIn({ port: 0 });
});
afterEach(() => zenodo.close());

const bytes = Buffer.from('2theta,counts\n10.0,154\n10.1,161\n');
const md5 = (content: Buffer) => createHash('md5').update(content).digest('hex');
const inside = (fileName: string, content = bytes) => ({ data: content.toString('base64'), mimeType: 'text/csv', fileName });
const item = (fileName = 'scan.csv', content = bytes): INodeExecutionData => ({ json: {}, binary: { data: inside(fileName, content) } });

const parameters = {
  resource: 'record',
  operation: 'depositFiles',
  binaryFields: 'data',
  metadataInput: 'fields',
  title: 'Diffraction of sample S-2291',
  resourceType: 'dataset',
  creators: { creator: [{ type: 'personal', familyName: 'Curie', givenNames: 'Marie' }] },
  publicationDate: '2026-11-25',
  additionalFields: {},
  whenDone: 'leave',
  options: {},
};

type Change = Partial<Omit<Given, 'parameters'>> & { parameters?: Record<string, unknown> };
const deposit = ({ parameters: changed, ...given }: Change = {}) =>
  execute({ url: zenodo.url, token: zenodo.tokens.owner, items: [item()], ...given, parameters: { ...parameters, ...changed } });

/** The files that the server holds under an id, by name. */
async function stored(id: unknown, place: 'draft' | 'record'): Promise<Record<string, string>> {
  const path = place === 'draft' ? `${id}/draft/files` : `${id}/files`;
  const reply = await fetch(`${zenodo.url}/api/records/${path}`, { headers: { authorization: `Bearer ${zenodo.tokens.owner}` } });
  const { entries } = (await reply.json()) as { entries: { key: string; checksum: string }[] };
  return Object.fromEntries(entries.map(({ key, checksum }) => [key, checksum]));
}

/** What the server has of this account, in its own words. */
async function own(): Promise<{ id: string; metadata: Record<string, unknown> }[]> {
  const reply = await fetch(`${zenodo.url}/api/user/records`, {
    headers: { authorization: `Bearer ${zenodo.tokens.owner}`, accept: 'application/vnd.inveniordm.v1+json' },
  });
  return ((await reply.json()) as { hits: { hits: { id: string; metadata: Record<string, unknown> }[] } }).hits.hits;
}

const puts = () => zenodo.calls.filter(({ method, path }) => method === 'PUT' && path.endsWith('/content')).length;

describe('one item', () => {
  test('becomes a draft with its file, unless publishing is chosen', async () => {
    const [output] = await deposit();
    expect(output?.json).toMatchObject({ status: 'draft', title: 'Diffraction of sample S-2291', resourceType: 'dataset', filesCount: 1 });
    expect(output?.pairedItem).toEqual({ item: 0 });
    expect(await stored(output?.json['id'], 'draft')).toEqual({ 'scan.csv': `md5:${md5(bytes)}` });
  });

  test('is published with a DOI of its own and one for all versions', async () => {
    const [output] = await deposit({ parameters: { whenDone: 'publish' } });
    expect(output?.json).toMatchObject({ status: 'published', doi: expect.stringMatching(/^10\.\d+\/zenodo\.\d+$/) as string });
    expect(output?.json['conceptDoi']).not.toBe(output?.json['doi']);
    expect(await stored(output?.json['id'], 'record')).toEqual({ 'scan.csv': `md5:${md5(bytes)}` });
  });

  test('gives at most ten fields, or the raw answer when not simplified', async () => {
    const [simple] = await deposit();
    const [raw] = await deposit({ parameters: { options: { simplify: false } } });
    expect(Object.keys(simple?.json ?? {})).toHaveLength(10);
    expect(raw?.json).toMatchObject({ id: simple?.json['id'], metadata: { title: 'Diffraction of sample S-2291' } });
  });

  test('puts all fields of the form into the metadata', async () => {
    await deposit({
      parameters: {
        creators: {
          creator: [
            { type: 'personal', familyName: 'Curie', orcid: 'https://orcid.org/0000-0002-1825-0097', affiliation: 'Sorbonne' },
            { type: 'organizational', name: 'Institute of Radium' },
          ],
        },
        additionalFields: {
          description: 'Twelve samples',
          keywords: 'diffraction, powder',
          languages: { language: [{ id: { __rl: true, mode: 'id', value: 'eng' } }] },
          license: { __rl: true, mode: 'list', value: 'cc-by-4.0' },
          furtherLicenses: { license: [{ license: { __rl: true, mode: 'id', value: 'mit' } }] },
          publisher: 'Radium Press',
          version: '1.0',
        },
      },
    });
    const [draft] = await own();
    expect(draft?.metadata).toMatchObject({
      creators: [
        {
          person_or_org: { family_name: 'Curie', identifiers: [{ scheme: 'orcid', identifier: '0000-0002-1825-0097' }] },
          affiliations: [{ name: 'Sorbonne' }],
        },
        { person_or_org: { type: 'organizational', name: 'Institute of Radium' } },
      ],
      description: 'Twelve samples',
      subjects: [{ subject: 'diffraction' }, { subject: 'powder' }],
      languages: [{ id: 'eng' }],
      rights: [{ id: 'cc-by-4.0' }, { id: 'mit' }],
      publisher: 'Radium Press',
      version: '1.0',
    });
  });

  test('takes its metadata as JSON, too', async () => {
    const metadata = {
      title: 'From JSON',
      resource_type: { id: 'software' },
      creators: [{ person_or_org: { type: 'personal', family_name: 'Curie' } }],
    };
    const [output] = await deposit({ parameters: { metadataInput: 'json', metadataJson: JSON.stringify(metadata) } });
    expect(output?.json).toMatchObject({ title: 'From JSON', resourceType: 'software' });
  });

  test('puts every binary field into one record under *', async () => {
    const both: INodeExecutionData = { json: {}, binary: { a: inside('a.csv'), b: inside('b.csv', Buffer.from('other')) } };
    const [output] = await deposit({ items: [both], parameters: { binaryFields: '*' } });
    expect(Object.keys(await stored(output?.json['id'], 'draft')).sort()).toEqual(['a.csv', 'b.csv']);
  });
});

describe('a file that n8n keeps outside the item', () => {
  const big = Buffer.alloc(3_000_000, 'diffraction ');
  const outside: INodeExecutionData = {
    json: {},
    binary: { data: { data: 'filesystem-v2', id: 'file-1', mimeType: 'text/csv', fileName: 'big.csv' } },
  };

  test.each([
    ['hashed before, for the default key', {}],
    ['hashed on its way, under a key of its own', { key: 'sample-1' }],
  ])('arrives whole: %s', async (_how, options) => {
    const [output] = await deposit({ items: [outside], stored: { 'file-1': big }, parameters: { options, whenDone: 'publish' } });
    expect(await stored(output?.json['id'], 'record')).toEqual({ 'big.csv': `md5:${md5(big)}` });
  });

  test('is sent with its length, without a time-out, and with no redirect followed', async () => {
    const sent: IHttpRequestOptions[] = [];
    await deposit({ items: [outside], stored: { 'file-1': big }, sent });
    const upload = sent.find(({ url }) => url.endsWith('/content'));
    expect(upload).toMatchObject({ timeout: 0, disableFollowRedirect: true, headers: { 'content-length': String(big.length) } });
  });

  test('is sent again from its beginning when the connection is cut in its middle', async () => {
    zenodo.faults.cutRequest({ method: 'PUT', path: '*/content' }, { afterBytes: 1_000_000 });
    const [output] = await deposit({ items: [outside], stored: { 'file-1': big }, parameters: { options: { key: 'sample-1' } } });
    expect(await stored(output?.json['id'], 'draft')).toEqual({ 'big.csv': `md5:${md5(big)}` });
    expect(puts()).toBe(2);
  });

  test('is not sent again under a key of its own when its bytes are there', async () => {
    const again = () => deposit({ items: [outside], stored: { 'file-1': big }, parameters: { options: { key: 'sample-1' } } });
    const [first] = await again();
    const [second] = await again();
    expect(second?.json['id']).toBe(first?.json['id']);
    expect(puts()).toBe(1);
  });

  test('is not taken over when Zenodo stored something else', async () => {
    zenodo.faults.wrongChecksum({ path: '*/commit', times: 2 });
    const failed = deposit({
      items: [outside],
      stored: { 'file-1': big },
      parameters: { options: { key: 'sample-1' }, whenDone: 'publish' },
    });
    await expect(failed).rejects.toThrow(/big\.csv/);
    expect(zenodo.calls.filter(({ path }) => path.endsWith('/actions/publish'))).toHaveLength(0);
  });
});

describe('a repeated execution', () => {
  test.each(['leave', 'publish'])('of the same title and bytes makes no second record (%s) and uploads nothing again', async (whenDone) => {
    const [first] = await deposit({ parameters: { whenDone } });
    const before = puts();
    const [second] = await deposit({ parameters: { whenDone } });
    expect(second?.json).toEqual(first?.json);
    expect(await own()).toHaveLength(1);
    expect(puts()).toBe(before);
  });

  test('with other bytes of the same length under the same name is another record', async () => {
    await deposit();
    await deposit({ items: [item('scan.csv', Buffer.from(bytes.toString().replace('154', '155')))] });
    expect(await own()).toHaveLength(2);
  });

  test('with corrected metadata goes to the same draft', async () => {
    const [first] = await deposit();
    const [second] = await deposit({ parameters: { additionalFields: { version: '2.0' } } });
    expect(second?.json['id']).toBe(first?.json['id']);
    expect(await own()).toMatchObject([{ metadata: { version: '2.0' } }]);
  });

  test('by another node is another record', async () => {
    await deposit();
    await deposit({ nodeId: 'node-2' });
    expect(await own()).toHaveLength(2);
  });

  test('under a key of its own stays one draft, whatever the bytes', async () => {
    const options = { key: 'sample-1' };
    await deposit({ parameters: { options } });
    const [second] = await deposit({ parameters: { options }, items: [item('scan.csv', Buffer.from('corrected'))] });
    expect(await own()).toHaveLength(1);
    expect(await stored(second?.json['id'], 'draft')).toEqual({ 'scan.csv': `md5:${md5(Buffer.from('corrected'))}` });
  });

  test('publishes the draft that the first one left', async () => {
    const [left] = await deposit();
    const [published] = await deposit({ parameters: { whenDone: 'publish' } });
    expect(published?.json).toMatchObject({ id: left?.json['id'], status: 'published' });
  });
});

test('a publish that was answered 504 is published once', async () => {
  zenodo.faults.workThen({ method: 'POST', path: '*/actions/publish' }, { status: 504 });
  const [output] = await deposit({ parameters: { whenDone: 'publish' } });
  expect(output?.json['status']).toBe('published');
  expect(await own()).toHaveLength(1);
});

test('stopping the execution stops the upload at once, also when the node continues after failures', async () => {
  zenodo.faults.delay({ method: 'PUT', path: '*/content' }, { ms: 20_000 });
  const stop = new AbortController();
  const stopped = deposit({ items: [item('a.csv'), item('b.csv')], continueOnFail: true, cancel: stop.signal });
  stopped.catch(() => undefined);
  await expect.poll(() => zenodo.calls.some(({ path }) => path.endsWith('/files'))).toBe(true);
  const began = Date.now();
  stop.abort(new Error('stopped by hand'));
  await expect(stopped).rejects.toThrow('stopped by hand');
  expect(Date.now() - began).toBeLessThan(10_000);
  expect(await own()).toHaveLength(1);
});

describe('what cannot be deposited', () => {
  const two = (perItem: Record<string, unknown>[]) => deposit({ items: [item('a.csv'), item('b.csv')], perItem, continueOnFail: true });

  test('fails its item alone when the node continues', async () => {
    const output = await two([{}, { title: ' ' }]);
    expect(output.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 1 }]);
    expect(output[0]?.json['status']).toBe('draft');
    expect(output[1]?.json).toEqual({ error: "'Title' is missing" });
  });

  test('ends the run with the index of the item when it does not', async () => {
    const failed = deposit({ items: [item('a.csv'), item('b.csv')], perItem: [{}, { title: '' }] });
    await expect(failed).rejects.toMatchObject({ name: 'NodeOperationError', message: "'Title' is missing", context: { itemIndex: 1 } });
  });

  test.each<[string, Change, RegExp]>([
    ['no creator', { parameters: { creators: {} } }, /'Creators' is empty/],
    [
      'a creator without a name',
      { parameters: { creators: { creator: [{ familyName: 'A' }, { givenNames: 'B' }] } } },
      /'Family Name' of creator 2 is missing/,
    ],
    [
      'JSON that is none',
      { parameters: { metadataInput: 'json', metadataJson: '{ "title": ' } },
      /'Metadata \(JSON\)' is not a JSON object/,
    ],
    ['a field without file', { parameters: { binaryFields: 'image' } }, /binary file 'image'/],
    ['no field', { parameters: { binaryFields: ' ' } }, /There is no file to upload/],
    ['an empty file', { items: [item('scan.csv', Buffer.alloc(0))] }, /The file 'scan\.csv' is empty/],
    [
      'two files of one name',
      { items: [{ json: {}, binary: { a: inside('scan.csv'), b: inside('scan.csv') } }], parameters: { binaryFields: 'a, b' } },
      /Two files are called 'scan\.csv'/,
    ],
  ])('is said before anything is sent: %s', async (_what, change, words) => {
    await expect(deposit(change)).rejects.toThrow(words);
    expect(zenodo.calls).toHaveLength(0);
  });

  test('is said when the credential would send its token in clear', async () => {
    const failed = deposit({ url: 'http://data.example.org' });
    await expect(failed).rejects.toThrow(/^'Base URL' sends the token in clear over http/);
  });

  test("is said with the label of the form when it is Zenodo's own remark", async () => {
    const failed = deposit({ parameters: { title: 'ab', whenDone: 'publish' } });
    await expect(failed).rejects.toMatchObject({ message: expect.stringMatching(/^'Title': Shorter/) as string });
  });

  test('is said with the label of the form, and an example', async () => {
    const failed = deposit({ parameters: { publicationDate: 'yesterday', whenDone: 'publish' } });
    await expect(failed).rejects.toMatchObject({
      message: expect.stringMatching(/^'Publication Date' is "yesterday"; give "2026"/) as string,
    });
  });

  test("leaves the draft's id when it had been made", async () => {
    zenodo.faults.answer({ path: '*/commit', times: 20 }, { status: 400, body: { status: 400, message: 'No.' } });
    const [output] = await deposit({ continueOnFail: true });
    const [draft] = await own();
    expect(output?.json).toMatchObject({ details: { draftId: draft?.id } });
  });

  test('a token that Zenodo does not know is named as the cause, and shown nowhere', async () => {
    const error: unknown = await deposit({ token: 'a-wrong-token' }).catch((reason: unknown) => reason);
    expect(error).toMatchObject({
      name: 'NodeApiError',
      httpCode: '403',
      message: 'Zenodo did not accept the access token',
      failure: { cause: 'credential-invalid' },
      context: { itemIndex: 0 },
    });
    expect(JSON.stringify([error, (error as Error).stack])).not.toContain('a-wrong-token');
  });
});
