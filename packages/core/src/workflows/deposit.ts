import type { Settings } from '../options.ts';
import type { DepositRequest, DepositResult } from '../types/deposit.ts';

export async function deposit(_zenodo: unknown, _settings: Settings, _request: DepositRequest): Promise<DepositResult> {
  throw new Error('to come');
}
