/** How many files of each route wait for Zenodo. */
export type Counts = (route: string) => number;

/** Who shares with whom: the routes of one tenant are one group, and a route without a tenant is a group of its own. */
export interface Groups {
  groupOf(route: string): readonly string[];
}

/** Of the limits of all groups together, what one alone may fill, and of a group's what one of its routes may: there is always room for another. */
const share = 0.8;

/** What a route may fill of a limit that all have together, and what all routes of its group may. */
export function sharesOf(limit: number, route: string, groups: Groups): { readonly own: number; readonly group: number } {
  return { own: limit * (groups.groupOf(route).length > 1 ? share * share : share), group: limit * share };
}

export const sumOver = (routes: readonly string[], counts: Counts): number => routes.reduce((sum, route) => sum + counts(route), 0);

/**
 * Where the next file of a route stands when each group gets the same, and each route of a group that has something to do
 * gets the same of that: a route that shares its group's turn with two others comes after three times as many.
 */
export function placeOf(route: string, groups: Groups, counts: Counts): number {
  const others = groups.groupOf(route).filter((one) => one !== route && counts(one) > 0);
  return counts(route) * (others.length + 1);
}
