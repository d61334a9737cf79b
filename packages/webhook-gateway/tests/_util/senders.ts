import { randomBytes } from 'node:crypto';
import { expect } from 'vitest';
import type { GatewayConfig } from '../../src/index.ts';
import type { Answer } from './client.ts';
import { startWorld, type World } from './gateway.ts';
import { keptIn } from './kept.ts';
import { recipeOf, strongSecret } from './recipes.ts';
import { secret as whsec } from './subscriber.ts';

const off = { deposits: { run: false } } satisfies Partial<GatewayConfig>;
/** The secret `next`; `one` is `strongSecret`, and `hook` a subscriber's. */
export const other = `whsec_${randomBytes(32).toString('base64')}`;

/** A gateway with the route `in`, whose senders are known as `auth` says, and whose files are only kept. */
export const worldWith = (auth: string, more: Partial<GatewayConfig> = {}, rest = ''): Promise<World> =>
  startWorld({ ...off, secrets: { one: strongSecret, hook: whsec, next: other }, ...more }, [
    recipeOf('in', `auth: ${auth}\n${rest}`, "{{ meta.s | default: 'S' }}"),
  ]);

/** 401 with the one text that all of them get, and nothing kept. */
export async function expectUnknown(world: World, answer: Answer): Promise<void> {
  expect([answer.status, answer.json['detail']]).toEqual([401, 'The request has no valid token or signature.']);
  expect(await keptIn(world.config.folder)).toMatchObject({ inbox: 0, jobs: 0, spool: 0 });
}
