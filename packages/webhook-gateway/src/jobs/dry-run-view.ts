import type { FastifyReply } from 'fastify';
import { wantsText } from '../problems/wants-text.ts';
import type { Collect } from '../recipes/door-settings.ts';
import type { RecipeResult } from '../recipes/recipe.ts';

interface DryRun {
  readonly result: RecipeResult;
  readonly files: readonly string[];
  readonly collect: Collect | undefined;
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
export async function sendDryRun(reply: FastifyReply, { result, files, collect, pulls = [] }: DryRun): Promise<void> {
  const { dataset, metadata, finish, versionLabel, leftOut = [] } = result;
  const steps = [
    ...pulls.map(({ url, name }) => `Fetch "${name}" from ${new URL(url).host}.`),
    ...(collect ? [`Keep the files of the dataset "${dataset}" until they are complete.`] : []),
    `Go on in the draft of the dataset "${dataset}", make a new version of its record, or make a first draft.`,
    ...[...files, ...pulls.map(({ name }) => name)].map((name) => `Upload "${name}" and compare its MD5.`),
    ...(versionLabel === undefined ? [] : [`Call the version "${versionLabel.replaceAll('{index}', 'N')}", N being its number.`]),
    lastStep(result),
  ];
  reply.code(200);
  if (wantsText(reply.request.headers.accept))
    await reply.type('text/plain; charset=utf-8').send(`OK dry-run ${[...steps, ...leftOut].join(' ')}\n`);
  else await reply.send({ dry_run: true, dataset, finish, metadata, files, steps, left_out: leftOut });
}
