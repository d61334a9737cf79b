import { randomBytes } from 'node:crypto';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { type StandIn, startStandIn } from '@zenodo-connect/stand-in';
import { onTestFinished } from 'vitest';
import { client, type GatewayClient } from './client.ts';
import { type RunningCommand, runCommand, startCommand } from './command.ts';
import { recipe } from './gateway.ts';
import { tempFolder } from './temp-folder.ts';

/** The configuration of a gateway in a folder of its own. @param deposits - what more stands under that key */
export async function configured(zenodoUrl: string, recipeText = recipe, more = '', deposits = ''): Promise<string> {
  const folder = await tempFolder();
  await mkdir(join(folder, 'routes'));
  await writeFile(join(folder, 'routes', 'xrd.yaml'), recipeText);
  const config = join(folder, 'gateway.yaml');
  const text = `folder: data
listen: { port: 0 }
zenodo: { url: "${zenodoUrl}", datacite_url: "${zenodoUrl}", create_look_ms: 500 }
routes: routes
deposits: { poll_ms: 50, retry_delays_ms: [50], doi_delays_ms: [50]${deposits && `, ${deposits}`} }
${more}`;
  await writeFile(config, text);
  return config;
}

/** A gateway with a token, and a way to lose its folder and start it again from a backup. */
export async function laboratory(zenodo: StandIn, recipeText?: string, more?: string) {
  const config = await configured(zenodo.url, recipeText, more);
  const folder = dirname(config);
  const env = { ZENODO_TOKEN: zenodo.tokens.owner };
  const token = (await runCommand(['token', 'add', 'xrd', '--config', config])).stdout.trim();
  const api = (await runCommand(['api-token', 'add', 'lab', '--scopes', 'admin', '--config', config])).stdout.trim();
  let gateway: RunningCommand = await startCommand(config, env);
  const backup = join(folder, 'backup');
  const lose = async () => {
    await gateway.kill('SIGKILL');
    await rename(join(folder, 'data'), join(folder, `lost-${randomBytes(3).toString('hex')}`));
  };
  const run = (...words: string[]) => runCommand([...words, '--config', config], env);
  const restore = () => run('restore', backup);
  return {
    config,
    folder,
    backup,
    run,
    lose,
    restore,
    stop: () => gateway.kill('SIGTERM'),
    start: async () => (gateway = await startCommand(config, env)),
    send: (): GatewayClient => client(gateway.url, token),
    backUp: () => run('backup', backup),
    /** The time of every held draft is over now. */
    endHolds: () => {
      const database = new DatabaseSync(join(folder, 'data', 'gateway.db'), { timeout: 10_000 });
      database.exec('UPDATE zenodo_decision SET open_at = 1 WHERE open_at IS NOT NULL');
      database.close();
    },
    call: (method: 'POST' | 'GET', path: string, body?: object) =>
      client(gateway.url, api).call(method as 'POST', `/api/v1${path}`, body && JSON.stringify(body), {
        'content-type': 'application/json',
      }),
    loseAndRestore: async () => {
      await lose();
      const restored = await restore();
      gateway = await startCommand(config, env);
      return restored;
    },
  };
}

export async function world() {
  const zenodo = await startStandIn({ port: 0, indexLagMs: 100 });
  onTestFinished(() => zenodo.close());
  return zenodo;
}

export const published = ({ calls }: StandIn): number =>
  calls.filter(({ path, status }) => path.endsWith('/actions/publish') && status === 202).length;
