import type { Addresses } from '../jobs/addresses.ts';
import type { Notify } from '../recipes/ending-settings.ts';
import type { RecipeBook } from '../recipes/recipe-book.ts';
import type { Subscription } from '../subscribers/subscription.ts';
import type { SubscriptionBook } from '../subscribers/subscription-book.ts';

/** What the end of a job depends on and may change while the gateway runs: plain values, since they cross into another thread. No secret is among them. */
export interface DepositRules {
  /** Undefined until the gateway listens. */
  readonly publicUrl: string | undefined;
  readonly subscriptions: readonly Pick<Subscription, 'name' | 'events' | 'filter'>[];
  readonly routes: Readonly<Record<string, RouteRules>>;
}

interface RouteRules {
  readonly notify: readonly Notify[] | undefined;
  readonly draftBytesMs: number | undefined;
  readonly perDay: number | undefined;
}

interface Sources {
  readonly book: RecipeBook;
  readonly subscriptions: SubscriptionBook;
  readonly addresses: Addresses;
}

export function rulesOf({ book, subscriptions, addresses }: Sources): DepositRules {
  return {
    publicUrl: addresses.known ? addresses.publicUrl : undefined,
    subscriptions: subscriptions.current.map(({ name, events, filter }) => ({ name, events, filter })),
    routes: Object.fromEntries(
      book.recipes.map(({ route, ending: { notify, draftBytesMs, perDay } }) => [route, { notify, draftBytesMs, perDay }]),
    ),
  };
}
