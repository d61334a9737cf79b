import type { NewDeposit } from '@zenodo-connect/nestjs';
import { depositOf } from '../_util/deposit.ts';
import { tempFolder } from '../_util/temp-folder.ts';

/** Stands for what an application deposits. */
export const newScan = async (sample: string): Promise<NewDeposit> => depositOf(await tempFolder(), sample);
