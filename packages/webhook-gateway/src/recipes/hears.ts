import { namesType } from '../subscribers/subscription.ts';
import type { Notify } from './ending-settings.ts';

/** Whether a subscriber hears of a type of a route's jobs; it does unless the recipe names others. */
export const hears = (notify: readonly Notify[] | undefined, subscriber: string, type: string): boolean =>
  !notify || notify.some(({ to, on }) => to === subscriber && (!on || namesType(on, type)));
