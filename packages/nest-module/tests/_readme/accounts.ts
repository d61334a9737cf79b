import { Injectable, Module } from '@nestjs/common';
import type { Zenodo } from '@zenodo-connect/core';
import { DepositsService, InjectDeposits, InjectZenodo, type NewDeposit, ZenodoModule } from '@zenodo-connect/nestjs';
import { users, vault } from './vault.ts';

@Module({
  imports: [
    ZenodoModule.forRootAsync({
      useFactory: () => ({
        zenodo: { environment: 'sandbox', token: () => vault.read('laboratory') },
        accounts: { library: { environment: 'sandbox', token: () => vault.read('library') } },
        resolveAccount: async (user) => ({ environment: 'sandbox', token: await users.tokenOf(user) }),
        store: { path: 'var/deposits.db' },
      }),
    }),
  ],
})
export class AccountsModule {}

@Injectable()
export class ThesisService {
  constructor(
    @InjectZenodo('library') readonly library: Zenodo,
    @InjectDeposits('library') readonly ofLibrary: DepositsService,
    @InjectDeposits() readonly all: DepositsService,
  ) {}

  /** With the user's own token. What comes of it is seen through `forAccount(user)`, and no deposit of others is. */
  async publish(user: string, thesis: NewDeposit) {
    return this.all.forAccount(user).add(thesis);
  }
}
