import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DepositsService } from '@zenodo-connect/nestjs';
import { stringify } from 'yaml';
import type { LogLine } from '../config/gateway-config.ts';
import { loadPlaces } from '../config/load-config.ts';
import { type Gateway, startGateway } from '../gateway.ts';
import { runExamples } from '../recipes/examples.ts';
import { RecipeBook } from '../recipes/recipe-book.ts';
import { visibleLines } from '../telemetry/visible.ts';
import { exampleLines } from './recipe-commands.ts';

const quickMs = 200;

/**
 * For whoever writes recipes: takes files in as the gateway does, shows what the recipe makes of each, and runs the examples
 * again whenever a recipe is saved. Nothing goes to Zenodo, no secret is needed, and all is gone at the end.
 */
export async function dev(configFile: string): Promise<void> {
  const { routes, zenodoUrl } = await loadPlaces(configFile);
  const folder = await mkdtemp(join(tmpdir(), 'zenodo-gateway-dev-'));
  const say = (text: string): boolean => process.stdout.write(visibleLines(text));
  let gateway: Gateway | undefined;
  const log = (line: LogLine): void => {
    if (line['kind'] === 'recipes') void saved(routes, line, say);
    if (line['kind'] === 'request') void received(gateway, line, say);
  };
  gateway = await startGateway({
    folder,
    listen: { port: 0 },
    zenodo: { url: zenodoUrl, token: 'not-used' },
    routes,
    deposits: { run: false },
    recipesPollMs: quickMs,
    log,
  });
  await examples(routes, say);
  for (const { route, auth } of (await RecipeBook.read(routes)).recipes) {
    if (auth.type !== 'token') continue;
    say(`\n${route}: curl -T FILE -H "Authorization: Bearer ${await gateway.addToken(route)}" ${gateway.url}/in/${route}/DATASET/\n`);
  }
  say('\nFiles that come in are shown and not deposited. Save a recipe to see its examples run again; Ctrl-C ends it.\n');
  const stop = (): void => {
    void gateway?.close().then(() => rm(folder, { recursive: true, force: true }));
  };
  process.once('SIGTERM', stop).once('SIGINT', stop);
}

async function saved(routes: string, { level, message }: LogLine, say: (text: string) => void): Promise<void> {
  say(`\n${String(message)}\n`);
  if (level === 'info') await examples(routes, say);
}

async function examples(routes: string, say: (text: string) => void): Promise<void> {
  const outcomes = (await RecipeBook.read(routes)).recipes.flatMap(runExamples);
  say(exampleLines(outcomes));
}

async function received(
  gateway: Gateway | undefined,
  { method, path, status, job, problem }: LogLine,
  say: (text: string) => void,
): Promise<void> {
  const found = typeof job === 'string' ? await gateway?.app.get(DepositsService).find(job) : undefined;
  say(`\n${String(method)} ${String(path)}: ${String(status)}${problem === undefined ? '' : ` ${String(problem)}`}\n`);
  if (found)
    say(
      stringify({
        dataset: found.meta['dataset'],
        files: found.files.map(({ key }) => key),
        finish: found.finish,
        metadata: found.metadata,
      }),
    );
}
