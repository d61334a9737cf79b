import { stringify } from 'yaml';
import { loadPlaces } from '../config/load-config.ts';
import { ConfigError } from '../config/settings.ts';
import { datasetName, fileName } from '../intake/file-name.ts';
import { ceilingView } from '../jobs/ceiling-view.ts';
import { cureOf } from '../jobs/cure-of.ts';
import { leftOutOf } from '../jobs/job-view.ts';
import { nextActionOf } from '../jobs/next-action.ts';
import { Problem } from '../problems/problem.ts';
import { RecipeBook } from '../recipes/recipe-book.ts';
import type { Payload } from '../recipes/template.ts';
import { Decisions } from '../tables/decisions.ts';
import { RouteCeilings } from '../tables/route-ceilings.ts';
import { visibleLines } from '../telemetry/visible.ts';
import { withDeposits } from './with-deposits.ts';
import { withStore } from './with-store.ts';

export interface Asked {
  readonly file?: string;
  readonly dataset?: string;
  /** `name=value` each. */
  readonly meta?: readonly string[];
}

/** Which recipes would take a file and why the others would not, and what those make of it; or what became of a job and why. */
export async function explain(configFile: string, job: string | undefined, asked: Asked): Promise<void> {
  if ((job === undefined) === (asked.file === undefined)) throw new ConfigError('Name a job, or give --file with the name of a file.');
  process.stdout.write(visibleLines(job === undefined ? await explainFile(configFile, asked) : await explainJob(configFile, job)));
}

async function explainFile(configFile: string, { file = '', dataset, meta = [] }: Asked): Promise<string> {
  const { routes } = await loadPlaces(configFile);
  const received = new Date().toISOString();
  const sent = Object.fromEntries(meta.map(pairOf));
  const { recipes } = await RecipeBook.read(routes);
  const told = recipes.map((recipe) => {
    const payload = sentenceOr(() => ({
      route: recipe.route,
      dataset: dataset === undefined ? undefined : datasetName(dataset),
      file: { name: fileName(file) },
      meta: sent,
      received,
    }));
    if (typeof payload === 'string') return `${recipe.route}: ${payload}\n`;
    return `${recipe.route}: ${verdict(recipe, payload)}`;
  });
  return [...told, ...(await ceilingLines(configFile, recipes))].join('');
}

/** What the routes that have a ceiling may still publish today. */
async function ceilingLines(configFile: string, recipes: RecipeBook['recipes']): Promise<readonly string[]> {
  const limited = recipes.filter(({ ending }) => ending.perDay !== undefined);
  if (limited.length === 0) return [];
  return withStore(configFile, async (store) => {
    const ceilings = new RouteCeilings(store);
    return Promise.all(
      limited.map(async ({ route, ending }) => {
        const { of = 0, left = 0, waiting = 0 } = (await ceilingView(ceilings, route, ending.perDay)) ?? {};
        return `${route}: ${left} of the ${of} publications of today (UTC) are left; ${waiting} wait for another day.\n`;
      }),
    );
  });
}

function verdict(recipe: RecipeBook['recipes'][number], payload: Payload): string {
  const mismatch = recipe.mismatchOf(payload);
  if (mismatch !== undefined) return `does not take it: ${mismatch}.\n`;
  const result = sentenceOr(() => recipe.apply(payload));
  if (typeof result === 'string') return `takes it, and stops: ${result}\n`;
  return `takes it, and makes of it:\n${indented(stringify(result))}`;
}

async function explainJob(configFile: string, id: string): Promise<string> {
  return withDeposits(configFile, async (deposits, store, { routes }) => {
    const job = await deposits.find(id);
    if (!job) throw new ConfigError(`There is no job ${id}; \`zenodo-gateway job list\` shows them.`);
    const decision = job.recordId === undefined ? undefined : await new Decisions(store).find(job.recordId);
    const route = String(job.meta['route']);
    // A recipe that is broken, or gone, hinders nobody from asking what became of a job.
    const recipe = await RecipeBook.read(routes).then(
      (book) => book.find(route),
      () => undefined,
    );
    const perDay = await ceilingView(new RouteCeilings(store), route, recipe?.ending.perDay);
    const told = {
      job: job.id,
      route: job.meta['route'],
      dataset: job.meta['dataset'],
      state: job.state,
      next: nextActionOf(job),
      tries: job.attempts,
      files: job.files.map(({ key, size, md5 }) => ({ name: key, bytes: size, md5 })),
      finish: job.finish,
      ...(perDay && { per_day: perDay }),
      ...(job.journal && { last_step: job.journal.step }),
      ...(job.recordId !== undefined && { record_id: job.recordId }),
      ...(job.doi !== undefined && { doi: job.doi }),
      ...(job.failure && { failure: { ...job.failure, cure: cureOf(job) } }),
      ...(leftOutOf(job).length > 0 && { left_out: leftOutOf(job) }),
      ...(decision && { decision: { mode: decision.mode, state: decision.state, by: decision.decidedBy ?? null } }),
      received: job.createdAt.toISOString(),
      metadata: job.metadata,
    };
    return stringify(told);
  });
}

function sentenceOr<T>(make: () => T): T | string {
  try {
    return make();
  } catch (error) {
    if (error instanceof Problem) return `${error.message} ${error.nextStep}`;
    throw error;
  }
}

function pairOf(text: string): readonly [string, string] {
  const at = text.indexOf('=');
  if (at < 1) throw new ConfigError(`"${text}" is no pair; write --meta operator=MC.`);
  return [text.slice(0, at), text.slice(at + 1)];
}

const indented = (text: string): string => text.replace(/^(?=.)/gm, '  ');
