import type { NewDeposit } from '@zenodo-connect/nestjs';
import type { RecipeResult } from '../recipes/recipe.ts';

type Terms = Pick<NewDeposit, 'metadata' | 'finish' | 'series' | 'giveUpAfterMs' | 'versionLabel' | 'meta'>;

/** What a recipe says of a deposit, in nest-module's words. */
export function termsOf(
  route: string,
  { dataset, metadata, finish, rule, alone, giveUpAfterMs, versionLabel, publishIfRefused, stoppedBytesMs, leftOut }: RecipeResult,
): Terms {
  return {
    metadata,
    finish,
    ...(alone ? {} : { series: `${route}/${dataset}` }),
    ...(giveUpAfterMs !== undefined && { giveUpAfterMs }),
    ...(versionLabel !== undefined && { versionLabel }),
    meta: {
      route,
      dataset,
      ...(rule && { rule }),
      ...(publishIfRefused && { publishIfRefused }),
      ...(stoppedBytesMs !== undefined && { stoppedBytesMs }),
      ...(leftOut && { leftOut }),
    },
  };
}
