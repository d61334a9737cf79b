import { Test } from '@nestjs/testing';
import { DepositsService } from '@zenodo-connect/nestjs';
import { depositsOf, ZenodoTestingModule, zenodoOf } from '@zenodo-connect/nestjs/testing';
import { expect, it } from 'vitest'; // or Jest
import { newScan } from './new-scan.ts';

it('a scan gets its DOI, also when Zenodo is away for a while', async () => {
  const module = await Test.createTestingModule({ imports: [ZenodoTestingModule.forRoot()] }).compile();
  await module.init();
  zenodoOf(module).standIn.faults.answer({ method: 'POST', times: 20 }, { status: 503 });
  const job = await module.get(DepositsService).add(await newScan('S-2291'));
  await depositsOf(module).drain();
  expect(await module.get(DepositsService).get(job.id)).toMatchObject({ state: 'findable' });
  await module.close();
});
