import { buffer } from 'node:stream/consumers';
import { beforeEach, describe, expect, it } from 'vitest';
import { ZipFile } from 'yazl';
import { startWorld, type World } from './_util/gateway.ts';
import { keptIn } from './_util/kept.ts';
import { zip64, zipOf } from './_util/zip.ts';

const recipe = `version: 1
route: eln
defaults_from: ro-crate
metadata:
  resource_type: { id: dataset }
  creators: [{ person_or_org: { type: personal, family_name: Curie, given_name: Marie } }]
  publisher: Zenodo
`;

const crate = JSON.stringify({
  '@context': 'https://w3id.org/ro/crate/1.1/context',
  '@graph': [
    { '@id': 'ro-crate-metadata.json', '@type': 'CreativeWork', about: { '@id': './' } },
    { '@id': './', '@type': 'Dataset', name: 'Experiment of the notebook' },
  ],
});

async function zip(entries: Readonly<Record<string, string | Buffer>>): Promise<Buffer> {
  const file = new ZipFile();
  for (const [name, bytes] of Object.entries(entries)) file.addBuffer(Buffer.from(bytes), name);
  file.end();
  return buffer(file.outputStream);
}

let world: World;
beforeEach(async () => {
  world = await startWorld({ deposits: { run: false } }, [recipe]);
});
const put = (bytes: Buffer, query = '') => world.send.call('PUT', `/in/eln/S-1/notes.eln${query}`, bytes);

it('an .eln is deposited as it is, with the metadata of the crate in it', async () => {
  const eln = await zip({
    'export/ro-crate-metadata.json': crate,
    'export/big.bin': Buffer.alloc(200_000, 'x'),
    'export/more.bin': Buffer.from(crate.repeat(2_000)),
  });
  const dry = await put(eln, '?dry_run=1');
  expect(dry.json).toMatchObject({ dry_run: true, metadata: { title: 'Experiment of the notebook' } });
  expect(await keptIn(world.config.folder)).toMatchObject({ inbox: 0, spool: 0 });
  expect((await put(eln)).status).toBe(202);
});

it('an archive without a description is asked for what is missing', async () => {
  expect(await put(await zip({ 'a.txt': 'x' }))).toMatchObject({ status: 422, json: { field: 'metadata.title' } });
});

it('F-12 a link in an archive is followed nowhere, and what lies beside the description is not read', async () => {
  const file = new ZipFile();
  file.addBuffer(Buffer.from(crate), 'ro-crate-metadata.json');
  file.addBuffer(Buffer.from('/etc/passwd'), 'link', { mode: 0o120777 });
  file.addBuffer(Buffer.alloc(30_000_000), 'bomb.bin');
  file.end();
  const dry = await put(await buffer(file.outputStream), '?dry_run=1');
  expect(dry).toMatchObject({ status: 200, json: { metadata: { title: 'Experiment of the notebook' } } });
  expect(dry.text).not.toContain('root:');
});

const name = 'ro-crate-metadata.json';
const description = { name, bytes: crate };

it('F-12 entries that share the bytes of a bomb, and archives in the archive, are not looked into', async () => {
  const bomb = { name: 'x/bomb', bytes: Buffer.alloc(2_000_000), deflated: true };
  const overlapping = Array.from({ length: 5_000 }, (_, n) => ({ name: `x/${n}`, offset: 0, deflated: true, size: 2 ** 31 }));
  const answer = await put(zipOf([bomb, ...overlapping, { name: 'x/42.zip', bytes: zipOf([bomb]) }, description]));
  expect(answer.status).toBe(202);
  expect((await world.send.job(String(answer.json['id'])))['files']).toMatchObject([{ name: 'notes.eln' }]);
  expect(await keptIn(world.config.folder)).toMatchObject({ inbox: 1, jobs: 1 });
});

describe('F-12 refused, with nothing kept and nothing unpacked:', () => {
  const cut = async (): Promise<Buffer> => (await zip({ 'ro-crate-metadata.json': crate })).subarray(0, 100);
  const damaged = async (): Promise<Buffer> => {
    const bytes = await zip({ 'ro-crate-metadata.json': crate });
    const at = bytes.indexOf('ro-crate-metadata.json') + 40;
    bytes[at] = bytes[at]! ^ 0xff;
    return bytes;
  };
  /** The archive with one number of the entry of its description changed, as the directory at its end has it. */
  const lying = async (offset: number, ...value: number[]): Promise<Buffer> => {
    const bytes = await zip({ 'ro-crate-metadata.json': crate });
    Buffer.from(value).copy(bytes, bytes.indexOf('PK\x01\x02', 0, 'latin1') + offset);
    return bytes;
  };
  const all = [0xff, 0xff, 0xff, 0xff];
  /** Many entries of the directory that share the bytes of one, as in bombs without nesting. */
  const overlapping = async (): Promise<Buffer> => {
    const bytes = await zip({ 'ro-crate-metadata.json': crate });
    const [start, end] = [bytes.indexOf('PK\x01\x02', 0, 'latin1'), bytes.indexOf('PK\x05\x06', 0, 'latin1')];
    const entry = bytes.subarray(start, end);
    const tail = Buffer.from(bytes.subarray(end));
    const count = 9_000;
    for (const at of [8, 10]) tail.writeUInt16LE(count, at);
    tail.writeUInt32LE(entry.length * count, 12);
    return Buffer.concat([bytes.subarray(0, start), ...Array.from({ length: count }, () => entry), tail]);
  };
  it.each([
    ['entries that overlap', overlapping],
    ['a size of zip64 that is not there', () => lying(24, ...all)],
    ['a place of zip64 that is not there', () => lying(42, ...all)],
    ['a place beyond the end', () => lying(42, 0xfe, 0xff, 0xff, 0x7f)],
    ['a size that is smaller than what comes', () => lying(24, 5, 0, 0, 0)],
    ['a description that is locked', () => lying(8, 1, 0)],
    ['a way of packing that nobody knows', () => lying(10, 99, 0)],
    ['a wrong CRC', () => lying(16, 1, 2, 3, 4)],
    ['no archive', async () => Buffer.from('text')],
    ['an archive that is cut', cut],
    ['a description that is damaged', damaged],
    ['two descriptions', () => zip({ 'ro-crate-metadata.json': crate, 'x/ro-crate-metadata.json': crate })],
    ['a description that is a bomb', () => zip({ 'ro-crate-metadata.json': Buffer.alloc(900_000, ' ') })],
    ['a description of megabytes', () => zip({ 'ro-crate-metadata.json': Buffer.alloc(3_000_000, ' ') })],
    ['more than 10,000 entries', () => zip(Object.fromEntries(Array.from({ length: 10_001 }, (_, n) => [`f${n}`, 'x'])))],
    ['a description of petabytes, by zip64', async () => zipOf([{ ...description, size: 0xffffffff, extra: zip64(2n ** 50n) }])],
    ['a description of 16 exabytes, by zip64', async () => zipOf([{ ...description, size: 0xffffffff, extra: zip64(2n ** 64n - 1n) }])],
    [
      'a description that begins where another file is',
      async () =>
        zipOf([
          { name: 'a', bytes: crate },
          { ...description, offset: 3 },
        ]),
    ],
    ['an absolute name', async () => zipOf([description, { name: '/etc/passwd', bytes: 'x' }])],
    ['a link as the description', async () => zipOf([{ name, bytes: '/etc/passwd', attributes: 0xa1ff0000 }])],
    ['60,000 entries that are not there', async () => zipOf([description], 60_000)],
    ['a description that is no JSON', () => zip({ 'ro-crate-metadata.json': '{a' })],
  ])('%s', async (_name, make) => {
    expect(await put(await make())).toMatchObject({ status: 422, json: { type: 'urn:zenodo-connect:problem:bad-side-file' } });
    expect(await keptIn(world.config.folder)).toEqual({ inbox: 0, jobs: 0, events: 0, spool: 0 });
  });

  it('F-12 a name in the archive that leads elsewhere', async () => {
    const bytes = await zip({ 'ro-crate-metadata.json': crate, 'aa/passwd': 'x' });
    const evil = Buffer.from(bytes.toString('latin1').replaceAll('aa/passwd', '../passwd'.slice(0, 9)), 'latin1');
    expect(evil.length).toBe(bytes.length);
    expect((await put(evil)).status).toBe(422);
  });
});
