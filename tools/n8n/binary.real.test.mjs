import { createHash, randomBytes } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startStandIn } from '../../packages/stand-in/dist/index.js';
import { api, credential, draft, owned, zenodoType } from './_zenodo.mjs';
import { builtNode } from './built.mjs';
import { flow, outputOf } from './flow.mjs';
import { createN8n } from './harness.mjs';

const mib = 1024 ** 2;
const content = randomBytes(3 * mib + 7);
const md5 = createHash('md5').update(content).digest('hex');
const mostMiB = 4;

/** The modes of n8n 2.41 that need no service beside it; `s3` and `azure` do. How a file of each is known in an item. */
const modes = [
  ['filesystem', 'filesystem', /^filesystem-v2:/],
  ['database', 'database', /^database:/],
  ['memory', 'default', undefined],
];

describe.each(modes)('files that a real n8n keeps in its %s', (name, mode, known) => {
  let zenodo;
  let n8n;
  let rest;
  let by;
  let file;
  beforeAll(async () => {
    zenodo = await startStandIn({ port: 0 });
    const env = { N8N_DEFAULT_BINARY_DATA_MODE: mode, N8N_BINARY_DATA_DATABASE_MAX_FILE_SIZE: String(mostMiB) };
    n8n = await createN8n({ packages: [await builtNode()], env });
    const folder = path.join(n8n.home, '.n8n-files');
    await mkdir(folder, { recursive: true });
    file = path.join(folder, 'scan.bin');
    await writeFile(file, content);
    rest = await n8n.start();
    by = { credentials: { zenodoApi: await rest.saveCredential(credential(zenodo, 'Zenodo', zenodo.tokens.owner)) } };
  });
  afterAll(async () => {
    await n8n?.close();
    await zenodo?.close();
  });

  const deposit = (node, title) => [
    node,
    zenodoType,
    {
      resource: 'record',
      operation: 'depositFiles',
      title,
      resourceType: 'dataset',
      creators: { creator: [{ type: 'personal', familyName: 'Curie' }] },
    },
    by,
  ];
  const download = (id) => [
    'Download',
    zenodoType,
    { resource: 'file', operation: 'download', from: 'draft', draftId: { __rl: true, mode: 'id', value: id } },
    by,
  ];
  /** From the disk to Zenodo, down again, and what came down into another draft. */
  const roundTrip = (how) =>
    flow(
      `${name} ${how}`,
      ['Read', 'n8n-nodes-base.readWriteFile', { operation: 'read', fileSelector: file, options: {} }, { typeVersion: 1.1 }],
      deposit('Deposit', `First ${how}`),
      download('={{ $json.id }}'),
      deposit('Deposit Again', `Second ${how}`),
    );
  const runs = {
    'its server': async (workflow) => rest.runByHand(workflow, 'Start'),
    'its command line': async ({ id }) => {
      const { code, run, output } = await n8n.execute(id);
      expect(code, output.slice(-2000)).toBe(0);
      return run;
    },
  };
  const sumsOf = async (title) => {
    const [{ id }] = (await owned(zenodo)).filter(({ metadata }) => metadata.title === title);
    const { entries } = await api(zenodo, 'GET', `/api/records/${id}/draft/files`);
    return entries.map(({ key, checksum }) => [key, checksum]);
  };

  test.each(Object.keys(runs))('go up and come down whole, by %s', async (how) => {
    const run = await runs[how](await rest.saveWorkflow(roundTrip(how)));
    expect(run.data.resultData.error?.message).toBeUndefined();
    expect(outputOf(run, 'Download')).toMatchObject([{ key: 'scan.bin', size: content.length, checksum: `md5:${md5}`, verified: true }]);
    for (const title of [`First ${how}`, `Second ${how}`]) expect(await sumsOf(title), title).toEqual([['scan.bin', `md5:${md5}`]]);
    const [{ binary }] = run.data.resultData.runData['Download'][0].data.main[0];
    if (known) expect(binary.data.id).toMatch(known);
    else expect(Buffer.from(binary.data.data, 'base64')).toHaveLength(content.length);
  });

  if (mode !== 'database') return;
  test('are refused by n8n when they are above its limit, which the node says', async () => {
    const id = await draft(zenodo, 'Too large', { content: randomBytes(mostMiB * mib + 1) });
    const run = await rest.runByHand(await rest.saveWorkflow(flow('too large', download(id))), 'Start');
    expect(run.status).toBe('error');
    expect(run.data.resultData.error).toMatchObject({
      message: expect.stringMatching(/exceeds the max size limit.*N8N_BINARY_DATA_DATABASE_MAX_FILE_SIZE/s),
    });
  });
});
