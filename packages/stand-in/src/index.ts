export type { SeenCall } from './app.ts';
export type { FaultMatch, Faults, Limits } from './faults.ts';
export type { Seeded, SeedPlan, SeedRecord, SeedUser } from './seeds/seed.ts';
export { type StandIn, type StandInOptions, startStandIn } from './stand-in.ts';
export type { OAuthClient } from './state/oauth.ts';
export type { Account, Tokens } from './state/users.ts';
export { standInFor, type TestHooks } from './test-hooks.ts';
