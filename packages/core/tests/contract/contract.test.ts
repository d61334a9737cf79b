import { expect, it } from 'vitest';
import { fileFromBuffer } from '../../src/index.ts';
import { metadata, useTarget } from '../_util/target.ts';
import { describeDrafts } from './describe-drafts.ts';
import { describeFiles } from './describe-files.ts';
import { describeRecords } from './describe-records.ts';

const target = useTarget();
describeDrafts(target);
describeFiles(target);
describeRecords(target);

it('a DOI is findable when DataCite has it, some time after publishing', async () => {
  target.standIn.faults.doiDelayMs = 200;
  const { id } = await target.zenodo.drafts.create({ metadata });
  await target.zenodo.files.upload(id, fileFromBuffer('a.txt', 'hello'));
  const { pids } = await target.zenodo.drafts.publish(id);
  const doi = pids['doi']?.identifier ?? '';
  expect(await target.zenodo.dois.findable(doi)).toBe(false);
  await expect.poll(() => target.zenodo.dois.findable(`https://doi.org/${doi}`), { timeout: 5000 }).toBe(true);
});

it('what fails a schema is said field by field', async () => {
  target.standIn.faults.answer({ method: 'GET', path: '*/draft' }, { status: 200, body: { id: 7, parent: {}, metadata: {} } });
  await expect(target.zenodo.drafts.get('7')).rejects.toMatchObject({
    code: 'reply_shape',
    problems: expect.arrayContaining([expect.stringContaining('"id"'), expect.stringContaining('"parent.id"')]),
  });
});
