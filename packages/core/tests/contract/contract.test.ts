import { expect, it } from 'vitest';
import { noFaults, useContractTarget } from './contract-target.ts';
import { describeAccess } from './describe-access.ts';
import { describeCommunities } from './describe-communities.ts';
import { describeDrafts } from './describe-drafts.ts';
import { describeFiles } from './describe-files.ts';
import { describeRecords } from './describe-records.ts';
import { describeReviews } from './describe-reviews.ts';
import { describeVocabularies } from './describe-vocabularies.ts';

const target = useContractTarget();
describeDrafts(target);
describeFiles(target);
describeRecords(target);
describeCommunities(target);
describeReviews(target);
describeAccess(target);
describeVocabularies(target);

it('a DOI is findable when DataCite has it, some time after publishing', async ({ skip }) => {
  const { standIn } = target;
  if (!standIn) return skip(noFaults);
  standIn.faults.doiDelayMs = 200;
  const doi = (await target.publish()).pids['doi']?.identifier ?? '';
  expect(await target.zenodo.dois.findable(doi)).toBe(false);
  await target.eventually(() => target.zenodo.dois.findable(`https://doi.org/${doi}`)).toBe(true);
});

it('what fails a schema is said field by field', async ({ skip }) => {
  if (!target.standIn) return skip(noFaults);
  target.standIn.faults.answer({ method: 'GET', path: '*/draft' }, { status: 200, body: { id: 7, parent: {}, metadata: {} } });
  await expect(target.zenodo.drafts.get('7')).rejects.toMatchObject({
    code: 'reply_shape',
    problems: expect.arrayContaining([expect.stringContaining('"id"'), expect.stringContaining('"parent.id"')]),
  });
});
