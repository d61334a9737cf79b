import { Inject, Injectable } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { wantsText } from '../problems/wants-text.ts';
import type { Recipe, RecipeResult } from '../recipes/recipe.ts';
import { RouteCeilings } from '../tables/route-ceilings.ts';
import { type CeilingView, ceilingView } from './ceiling-view.ts';

interface DryRun {
  readonly recipe: Pick<Recipe, 'route' | 'ending' | 'collect'>;
  readonly result: RecipeResult;
  readonly files: readonly string[];
  /** What is fetched first. */
  readonly pulls?: readonly { readonly url: string; readonly name: string }[];
}

/** How it would end. */
function lastStep({ finish, rule }: RecipeResult): string {
  if (rule?.mode === 'approval') return 'Leave the draft until a second person approves it.';
  if (rule?.mode === 'hold')
    return `Hold the draft for ${Math.round((rule.afterMs ?? 0) / 60_000)} minutes, then publish it, unless somebody stops it.`;
  if (typeof finish === 'object')
    return `Submit the first record of the dataset to the community "${finish.submitTo}"; publish later versions, which is for ever.`;
  return finish === 'publish' ? 'Publish, which is for ever.' : 'Leave the draft to a person.';
}

/** What would become of a request; nothing was kept and Zenodo was not asked. */
@Injectable()
export class DryRunView {
  readonly #ceilings: RouteCeilings;

  constructor(@Inject(RouteCeilings) ceilings: RouteCeilings) {
    this.#ceilings = ceilings;
  }

  async send(reply: FastifyReply, run: DryRun): Promise<void> {
    const { dataset, metadata, finish, leftOut = [] } = run.result;
    const { route, ending } = run.recipe;
    const perDay = await ceilingView(this.#ceilings, route, ending.perDay);
    const steps = stepsOf(run, perDay);
    reply.code(200);
    if (wantsText(reply.request.headers.accept))
      await reply.type('text/plain; charset=utf-8').send(`OK dry-run ${[...steps, ...leftOut].join(' ')}\n`);
    else
      await reply.send({
        dry_run: true,
        dataset,
        finish,
        metadata,
        files: run.files,
        steps,
        left_out: leftOut,
        ...(perDay && { per_day: perDay }),
      });
  }
}

function stepsOf({ recipe, result, files, pulls = [] }: DryRun, perDay: CeilingView | undefined): readonly string[] {
  const { dataset, versionLabel } = result;
  return [
    ...pulls.map(({ url, name }) => `Fetch "${name}" from ${new URL(url).host}.`),
    ...(recipe.collect ? [`Keep the files of the dataset "${dataset}" until they are complete.`] : []),
    `Go on in the draft of the dataset "${dataset}", make a new version of its record, or make a first draft.`,
    ...[...files, ...pulls.map(({ name }) => name)].map((name) => `Upload "${name}" and compare its MD5.`),
    ...(versionLabel === undefined ? [] : [`Call the version "${versionLabel.replaceAll('{index}', 'N')}", N being its number.`]),
    ...(perDay ? [`Wait for a later day (UTC) if ${perDay.of} of the route are published already: ${perDay.left} of today are left.`] : []),
    lastStep(result),
  ];
}
