import { type StandIn, startStandIn } from '@zenodo-connect/stand-in';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { execute } from './_context.mts';

let zenodo: StandIn;
let id: string;
let doi: string;
let conceptDoi: string;

beforeAll(async () => {
  zenodo = await startStandIn({ port: 0 });
  const metadata = {
    title: 'A record',
    resource_type: { id: 'dataset' },
    creators: [{ person_or_org: { type: 'personal', family_name: 'Curie' } }],
  };
  const [output] = await execute({
    url: zenodo.url,
    token: zenodo.tokens.owner,
    items: [{ json: {}, binary: { data: { data: Buffer.from('x,y').toString('base64'), mimeType: 'text/csv', fileName: 'a.csv' } } }],
    parameters: {
      resource: 'record',
      operation: 'depositFiles',
      binaryFields: 'data',
      metadataInput: 'json',
      metadataJson: metadata,
      whenDone: 'publish',
    },
  });
  ({ id, doi, conceptDoi } = { id: '', doi: '', conceptDoi: '', ...output?.json });
});
afterAll(() => zenodo.close());

const get = (mode: string, value: string, options = {}) =>
  execute({
    url: zenodo.url,
    token: zenodo.tokens.owner,
    parameters: { resource: 'record', operation: 'get', recordId: { __rl: true, mode, value }, options },
  });

test.each<[string, string, () => string]>([
  ['id', 'id', () => id],
  ['id with white space', 'id', () => ` ${id}\n`],
  ['address', 'url', () => `https://zenodo.org/records/${id}`],
  ['address of a file', 'url', () => `https://zenodo.org/records/${id}/files/a.csv?download=1`],
  ['DOI', 'doi', () => doi],
  ['address of the DOI', 'doi', () => `https://doi.org/${doi}`],
  ['DOI of all versions', 'doi', () => conceptDoi],
])('a record is found by its %s', async (_what, mode, value) => {
  const [output] = await get(mode, value());
  expect(output).toMatchObject({ json: { id, doi, title: 'A record', status: 'published', filesCount: 1 }, pairedItem: { item: 0 } });
});

test('the raw record has everything', async () => {
  const [output] = await get('id', id, { simplify: false });
  expect(output?.json).toMatchObject({ id, metadata: { title: 'A record' }, files: { entries: { 'a.csv': { key: 'a.csv' } } } });
});

test('an id that leads nowhere is said with what to check', async () => {
  await expect(get('id', '999999999')).rejects.toMatchObject({
    name: 'NodeApiError',
    httpCode: '404',
    message: 'Zenodo has nothing under 999999999',
    failure: { cause: 'configuration-invalid' },
  });
});
