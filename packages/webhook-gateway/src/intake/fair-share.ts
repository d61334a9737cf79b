/** How many files of each route wait for Zenodo. */
export type Counts = (route: string) => number;

/** Who shares with whom: the routes of one tenant are one group, and a route without a tenant is a group of its own. */
export interface Groups {
  groupOf(route: string): readonly string[];
}

/** Of the limits of all groups together, what one alone may fill, and of a group's what one of its routes may: there is always room for another. */
const share = 0.8;

/** Whether a route, or all routes of its group together, fill as much of a limit that all have together as they may. */
export function hasItsShare(
  { route, group }: { readonly route: string; readonly group: readonly string[] },
  limit: number,
  counts: Counts,
): boolean {
  const own = limit * (group.length > 1 ? share * share : share);
  return counts(route) >= own || group.reduce((sum, one) => sum + counts(one), 0) >= limit * share;
}

/**
 * Where the next file of a route stands when each group gets the same, and each route of a group that has something to do
 * gets the same of that: a route that shares its group's turn with two others comes after three times as many.
 */
export function placeOf(route: string, groups: Groups, counts: Counts): number {
  const others = groups.groupOf(route).filter((one) => one !== route && counts(one) > 0);
  return counts(route) * (others.length + 1);
}
