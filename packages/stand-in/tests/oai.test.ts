import { expect, test } from 'vitest';
import { type Ask, publishedRecord } from './_util/client.ts';
import { started } from './_util/started.ts';

async function harvest(
  ask: Ask,
  query: string,
): Promise<{ status: number; text: string; identifiers: string[]; token: string | undefined; code: string | undefined }> {
  const { status, text, headers } = await ask('GET', `/oai2d?${query}`, { accept: '*/*', as: 'nobody' });
  expect(headers.get('content-type')).toBe('text/xml');
  return {
    status,
    text,
    identifiers: Array.from(text.matchAll(/<identifier>(oai:[^<]+)/g), (found) => found[1]!),
    token: /<resumptionToken[^>]*[^/]>([^<]+)</.exec(text)?.[1],
    code: /<error code="(\w+)"/.exec(text)?.[1],
  };
}

test.each([
  ['', 'badVerb', 'Missing data for required field.'],
  ['verb=Frob', 'badArgument', 'This is not a valid OAI-PMH verb:Frob'],
  ['verb=Identify&set=x', 'badArgument', 'You have passed too many arguments.'],
  ['verb=ListRecords', 'badArgument', 'Missing data for required field.'],
  ['verb=ListRecords&metadataPrefix=frob', 'badArgument', 'metadataPrefix does not exist'],
  ['verb=ListRecords&metadataPrefix=oai_dc&from=yesterday', 'badArgument', 'Not a valid datetime.'],
  ['verb=ListRecords&metadataPrefix=oai_dc&from=2026-02-01&until=2026-01-01', 'badArgument', 'Date "from" must be before "until".'],
  ['verb=ListRecords&metadataPrefix=oai_dc&from=2090-01-01', 'noRecordsMatch', ''],
  ['verb=ListRecords&metadataPrefix=oai_dc&set=user-none', 'noRecordsMatch', ''],
  ['verb=ListRecords&resumptionToken=frob', 'badResumptionToken', 'The value of the resumptionToken argument is invalid or expired.'],
  ['verb=ListRecords&resumptionToken=x&metadataPrefix=oai_dc', 'badArgument', 'You have passed too many arguments.'],
  ['verb=GetRecord&metadataPrefix=oai_dc&identifier=oai:zenodo.org:99', 'idDoesNotExist', 'No matching identifier'],
])('?%s is refused as %s', async (query, code, message) => {
  const { ask } = await started();
  const { status, text } = await harvest(ask, query);
  expect(status).toBe(422);
  expect(text).toContain(`<error code="${code}">${message}</error>`);
});

test('a record is read in every format that is listed', async () => {
  const { ask } = await started();
  const id = await publishedRecord(ask);
  const formats = await harvest(ask, `verb=ListMetadataFormats&identifier=oai:zenodo.org:${id}`);
  const prefixes = Array.from(formats.text.matchAll(/<metadataPrefix>(\w+)/g), (found) => found[1]!);
  expect(prefixes).toHaveLength(8);
  for (const prefix of prefixes) {
    const { status, text } = await harvest(ask, `verb=GetRecord&metadataPrefix=${prefix}&identifier=oai:zenodo.org:${id}`);
    expect([prefix, status, text.includes('Powder diffraction of sample S-2291')]).toEqual([prefix, 200, true]);
    expect(text).toContain('<setSpec>openaire_data</setSpec>');
  }
});

test('pages of 50 hang together by tokens, each of which stands alone', async () => {
  const { ask, zenodo } = await started();
  const { records } = await zenodo.seed({ records: 120 });
  const first = await harvest(ask, 'verb=ListIdentifiers&metadataPrefix=oai_dc');
  expect(first.identifiers).toHaveLength(50);
  expect(first.text).toContain('cursor="0" completeListSize="120"');
  const second = await harvest(ask, `verb=ListIdentifiers&resumptionToken=${first.token}`);
  const third = await harvest(ask, `verb=ListIdentifiers&resumptionToken=${second.token}`);
  expect(third.token).toBeUndefined();
  expect(new Set([...first.identifiers, ...second.identifiers, ...third.identifiers])).toEqual(
    new Set(records.map(({ id }) => `oai:zenodo.org:${id}`)),
  );
});

test('a token lives for two minutes', async () => {
  const { ask, zenodo } = await started();
  await zenodo.seed({ records: 51 });
  const { token } = await harvest(ask, 'verb=ListRecords&metadataPrefix=oai_dc');
  zenodo.faults.advanceClock(119_000);
  expect((await harvest(ask, `verb=ListRecords&resumptionToken=${token}`)).identifiers).toHaveLength(1);
  zenodo.faults.advanceClock(2_000);
  expect((await harvest(ask, `verb=ListRecords&resumptionToken=${token}`)).code).toBe('badResumptionToken');
});

test('sets are the fixed ones and one for each community', async () => {
  const { ask, zenodo } = await started();
  await zenodo.seed({
    communities: ['crystals'],
    records: [{ community: 'crystals' }, { metadata: { resource_type: { id: 'software' } } }],
  });
  const { text } = await harvest(ask, 'verb=ListSets');
  for (const spec of ['openaire', 'openaire_data', 'software', 'user-crystals']) expect(text).toContain(`<setSpec>${spec}</setSpec>`);
  expect((await harvest(ask, 'verb=ListRecords&metadataPrefix=oai_dc&set=user-crystals')).identifiers).toHaveLength(1);
  expect((await harvest(ask, 'verb=ListRecords&metadataPrefix=oai_dc&set=software')).identifiers).toHaveLength(1);
});

test('a harvest may be asked for by POST', async () => {
  const { ask } = await started();
  const { text } = await ask('POST', '/oai2d', { body: 'verb=Identify', type: 'application/x-www-form-urlencoded', as: 'nobody' });
  expect(text).toContain('<repositoryName>Zenodo</repositoryName>');
});

test('what is indexed late is harvested late, and can be read at once', async () => {
  const { ask, zenodo } = await started({ indexLagMs: 60_000 });
  const id = await publishedRecord(ask);
  expect((await harvest(ask, 'verb=ListRecords&metadataPrefix=oai_dc')).code).toBe('noRecordsMatch');
  expect((await harvest(ask, `verb=GetRecord&metadataPrefix=oai_dc&identifier=oai:zenodo.org:${id}`)).status).toBe(200);
  zenodo.faults.indexLagMs = 0;
  expect((await harvest(ask, 'verb=ListRecords&metadataPrefix=oai_dc')).identifiers).toEqual([`oai:zenodo.org:${id}`]);
});
