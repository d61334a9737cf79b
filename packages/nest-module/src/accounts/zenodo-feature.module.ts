import { type DynamicModule, Module } from '@nestjs/common';
import { depositsToken, zenodoToken } from '../zenodo.tokens.ts';
import { defaultAccount } from './account-options.ts';
import { ask, ownAccountProviders } from './account-providers.ts';

/** One account as the own one of a module; see `ZenodoModule.forFeature`. */
@Module({})
// biome-ignore lint/complexity/noStaticOnlyClass: a module of Nest is a class.
export class ZenodoFeatureModule {
  static of(account: string): DynamicModule {
    ask(account);
    return {
      module: ZenodoFeatureModule,
      providers: ownAccountProviders(account),
      exports: [zenodoToken(defaultAccount), depositsToken(defaultAccount)],
    };
  }
}
