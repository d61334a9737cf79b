import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type StandIn, startStandIn } from '@zenodo-connect/stand-in';
import { expect, onTestFinished } from 'vitest';
import { type Gateway, type GatewayConfig, startGateway } from '../../src/index.ts';
import { Outbox } from '../../src/tables/outbox.ts';
import { client, type GatewayClient } from './client.ts';
import { schemaFaults } from './event-schema.ts';
import { testStore } from './store.ts';
import { tempFolder } from './temp-folder.ts';

export const recipe = `version: 1
route: xrd
match:
  file.name: { $endsWith: [.xy, .raw] }
metadata:
  title: "Powder diffraction of {{ dataset }}"
  resource_type: { id: dataset }
  creators: [{ person_or_org: { type: personal, family_name: Curie, given_name: Marie } }]
  publisher: Zenodo
publish: { mode: auto, i_understand_publication_is_permanent: true }
`;

/** The same files end as drafts. */
export const draftRecipe = recipe.replace('route: xrd', 'route: drafts').replace(/publish:.*/, 'publish: { mode: draft }');

/** Patience of tests: quick polls, short delays. */
export const quick = {
  deposits: { pollMs: 50, leaseMs: 2_000, retryDelaysMs: [50], doiDelaysMs: [30], shutdownMs: 2_000 },
  deliveries: { delaysMs: [30, 30, 30, 30], timeoutMs: 2_000, pollMs: 50 },
} satisfies Partial<GatewayConfig>;

export interface World {
  readonly gateway: Gateway;
  readonly zenodo: StandIn;
  readonly send: GatewayClient;
  readonly config: GatewayConfig;
  readonly folder: string;
  readonly log: object[];
}

/** Whatever a test made happen, the events of it are as the published schemas say. */
async function faultsOf({ app }: Gateway): Promise<readonly string[]> {
  const events = await app
    .get(Outbox)
    .events({ limit: 500 })
    .catch(() => []);
  return events.flatMap(({ body }) => schemaFaults(JSON.parse(body) as { readonly type: string }));
}

async function storeOf(): Promise<Pick<GatewayConfig, 'store'>> {
  if (!testStore.open) return {};
  testStore.current = await testStore.open();
  return { store: testStore.current };
}

/** A stand-in and a gateway with two routes, both closed at the end of the test. */
export async function startWorld(change: Partial<GatewayConfig> = {}, recipes: readonly string[] = [recipe, draftRecipe]): Promise<World> {
  const zenodo = await startStandIn({ port: 0 });
  onTestFinished(() => zenodo.close());
  return startOn(zenodo, change, recipes);
}

export async function startOn(
  zenodo: StandIn,
  change: Partial<GatewayConfig> = {},
  recipes: readonly string[] = [recipe, draftRecipe],
): Promise<World> {
  const folder = await tempFolder();
  await mkdir(join(folder, 'routes'));
  for (const [index, text] of recipes.entries()) await writeFile(join(folder, 'routes', `r${index}.yaml`), text);
  const log: object[] = [];
  const config: GatewayConfig = {
    folder: join(folder, 'data'),
    listen: { port: 0 },
    zenodo: { url: zenodo.url, token: zenodo.tokens.owner, dataciteUrl: zenodo.url, createLookMs: 300 },
    routes: join(folder, 'routes'),
    log: (line) => log.push(line),
    ...quick,
    ...(await storeOf()),
    ...change,
  };
  const gateway = await startGateway(config);
  const firstRoute = /^route: (.+)$/m.exec(recipes[0] ?? '')?.[1] ?? 'xrd';
  onTestFinished(async () => {
    const faults = await faultsOf(gateway);
    await gateway.close();
    expect(faults, 'events that are not as their schema says').toEqual([]);
  });
  return { gateway, zenodo, config, folder, log, send: client(gateway.url, await gateway.addToken(firstRoute)) };
}
