import type { DepositsService } from '@zenodo-connect/nestjs';
import type { Settings } from '../config/settings.ts';
import type { RecipeBook } from '../recipes/recipe-book.ts';
import type { RouteCeilings } from '../tables/route-ceilings.ts';

/** More go on at the next day. */
const mostAtOnce = 500;

interface Deps {
  readonly book: RecipeBook;
  readonly ceilings: RouteCeilings;
  readonly deposits: Pick<DepositsService, 'retry'>;
  readonly log: Settings['log'];
}

/** After recipes were changed: as many of those in line as a raised ceiling has room for today. */
export async function letGoOn({ book, ceilings, deposits, log }: Deps): Promise<void> {
  try {
    for (const { route, ending } of book.recipes) {
      const { taken } = await ceilings.state(route, Date.now());
      const room = Math.min(mostAtOnce, (ending.perDay ?? Number.POSITIVE_INFINITY) - taken);
      if (room > 0) for (const id of await ceilings.line(route, room)) await deposits.retry(id);
    }
  } catch (error) {
    const message = `Drafts that wait for another day are looked at then, although the recipes were changed: ${(error as Error).message}`;
    log({ time: new Date().toISOString(), level: 'error', kind: 'recipes', message });
  }
}
