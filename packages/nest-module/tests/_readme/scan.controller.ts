import { Controller, type MessageEvent, Param, Sse } from '@nestjs/common';
import { type DepositJob, DepositsService, OnDeposit } from '@zenodo-connect/nestjs';
import type { Observable } from 'rxjs';
import { catalogue } from './catalogue.ts';

@Controller('scans')
export class ScanController {
  constructor(private readonly deposits: DepositsService) {}

  /** The page sees the states go by, and the bytes of the upload, whichever process works on it. */
  @Sse(':job/progress')
  progress(@Param('job') job: string): Observable<MessageEvent> {
    return this.deposits.sse(job);
  }

  /** At least once for each deposit, also after a restart: so it does the same thing twice without harm. */
  @OnDeposit('published')
  async published({ key, doi }: DepositJob): Promise<void> {
    await catalogue.setDoi(key, doi);
  }
}
