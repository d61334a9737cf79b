import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startStandIn } from '@zenodo-connect/stand-in';
import { type Gateway, type GatewayConfig, startGateway } from '../../src/index.ts';
import { quick } from './gateway.ts';

export interface SharedGateway {
  /** Of the gateway: its database and its spool. */
  readonly folder: string;
  readonly gateway: Gateway;
  close(): Promise<void>;
}

/** One gateway for all tests of a file, which keep nothing in it. */
export async function sharedGateway(
  recipes: Readonly<Record<string, string>>,
  limits: NonNullable<GatewayConfig['limits']>,
): Promise<SharedGateway> {
  const root = await mkdtemp(join(tmpdir(), 'gateway-shared-'));
  const [folder, routes] = [join(root, 'data'), join(root, 'routes')];
  await mkdir(routes);
  for (const [name, text] of Object.entries(recipes)) await writeFile(join(routes, `${name}.yaml`), text);
  const zenodo = await startStandIn({ port: 0 });
  const { url, tokens } = zenodo;
  const gateway = await startGateway({
    ...quick,
    folder,
    listen: { port: 0 },
    zenodo: { url, token: tokens.owner, dataciteUrl: url },
    routes,
    limits,
  });
  const close = async (): Promise<void> => {
    await gateway.close();
    await zenodo.close();
    await rm(root, { recursive: true, force: true });
  };
  return { folder, gateway, close };
}
