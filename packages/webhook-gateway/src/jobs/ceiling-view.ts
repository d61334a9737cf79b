import type { RouteCeilings } from '../tables/route-ceilings.ts';

/** What a route may still publish today (UTC). */
export interface CeilingView {
  readonly of: number;
  readonly left: number;
  /** Complete drafts that wait for another day. */
  readonly waiting: number;
}

export async function ceilingView(ceilings: RouteCeilings, route: string, perDay: number | undefined): Promise<CeilingView | undefined> {
  if (perDay === undefined) return undefined;
  const { taken, waiting } = await ceilings.state(route, Date.now());
  return { of: perDay, left: Math.max(0, perDay - taken - waiting), waiting };
}
