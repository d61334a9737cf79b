import { createRequire } from 'node:module';
import { Command } from 'commander';
import { ConfigError } from '../config/settings.ts';
import { RecipeFolderError } from '../recipes/recipe-book.ts';
import { YamlError } from '../yaml/yaml-file.ts';
import { dev } from './dev.ts';
import { doctor } from './doctor.ts';
import { approveDraft, listDrafts, stopDraft } from './draft-commands.ts';
import { type Asked, explain } from './explain.ts';
import { listJobs, resumePublishing, retryJobs } from './job-commands.ts';
import { lintRecipes, printSchema, testRecipes } from './recipe-commands.ts';
import { start } from './start.ts';
import { enableSubscriber, listSubscribers, makeSecret } from './subscriber-commands.ts';
import { addToken, listTokens, revokeToken, rotateToken } from './token-commands.ts';

const { version } = createRequire(import.meta.url)('../package.json') as { version: string };

interface ConfigOption {
  readonly config: string;
}

interface DraftOptions extends ConfigOption {
  readonly by: string;
}

interface RotateOptions extends ConfigOption {
  readonly overlapDays?: string;
}

interface JobOptions extends ConfigOption {
  readonly state?: string;
  readonly allFailed?: boolean;
}

function program(): Command {
  const root = new Command('zenodo-gateway')
    .description('Instruments deposit on Zenodo by a plain POST; subscribers get signed events.')
    .version(version)
    .showHelpAfterError('(--help shows what can be given)');
  const withConfig = (parent: Command, name: string, description: string): Command =>
    parent.command(name).description(description).option('-c, --config <file>', 'the configuration', 'gateway.yaml');

  withConfig(root, 'start', 'start the gateway; SIGTERM and SIGINT stop it cleanly').action(({ config }: ConfigOption) => start(config));
  withConfig(root, 'test', 'run the examples that stand in the recipes').action(({ config }: ConfigOption) => testRecipes(config));
  withConfig(root, 'lint', 'check the configuration and the recipes').action(({ config }: ConfigOption) => lintRecipes(config));

  withConfig(root, 'explain [job]', 'say which recipe takes a file and why others do not, or what became of a job')
    .option('-f, --file <name>', 'the name of a file that would be sent')
    .option('-d, --dataset <name>', 'its dataset')
    .option('-m, --meta <pair...>', 'what would be said of it, such as operator=MC')
    .action((job: string | undefined, { config, ...asked }: ConfigOption & Asked) => explain(config, job, asked));
  withConfig(root, 'dev', 'try recipes: take files in, show what becomes of them, deposit nothing').action(({ config }: ConfigOption) =>
    dev(config),
  );
  withConfig(root, 'doctor', 'look at everything that the gateway leans on').action(({ config }: ConfigOption) => doctor(config));
  withConfig(root, 'resume', 'let an account publish again that Zenodo took for a spammer, once that is settled').action(
    ({ config }: ConfigOption) => resumePublishing(config),
  );
  root.command('schema').description('print the JSON Schema of recipes, for editors').action(printSchema);

  const token = root.command('token').description('who may send to which route');
  withConfig(token, 'add <route>', 'make a token and print it; it is shown this once').action((route: string, { config }: ConfigOption) =>
    addToken(config, route),
  );
  withConfig(token, 'list', 'list the tokens, without their secret part').action(({ config }: ConfigOption) => listTokens(config));
  withConfig(token, 'revoke <id>', 'make a token worthless').action((id: string, { config }: ConfigOption) => revokeToken(config, id));

  withConfig(token, 'rotate <id>', 'make another token for the same route and print it; the old one ends after the overlap')
    .option('--overlap-days <days>', 'how long both work', '7')
    .action((id: string, { config, overlapDays = '7' }: RotateOptions) => rotateToken(config, id, Number(overlapDays)));

  const job = root.command('job').description('what became of the files that came in');
  withConfig(job, 'list', 'list the latest jobs and what happens next')
    .option('-s, --state <state>', 'only those in this state, such as failed')
    .action(({ config, state }: JobOptions) => listJobs(config, state));
  withConfig(job, 'retry [id]', 'try a failed job again')
    .option('--all-failed', 'every failed one')
    .action((id: string | undefined, { config, allFailed = false }: JobOptions) => retryJobs(config, id, allFailed));

  const draft = root.command('draft').description('drafts that wait for a person, or for their time');
  withConfig(draft, 'list', 'list the drafts that wait, and those that were stopped').action(({ config }: ConfigOption) =>
    listDrafts(config),
  );
  withConfig(draft, 'approve <id>', 'have a draft published, for ever')
    .requiredOption('--by <name>', 'who approves it')
    .action((id: string, { config, by }: DraftOptions) => approveDraft(config, id, by));
  withConfig(draft, 'stop <id>', 'keep a held draft from being published')
    .requiredOption('--by <name>', 'who stops it')
    .action((id: string, { config, by }: DraftOptions) => stopDraft(config, id, by));

  const subscriber = root.command('subscriber').description('who receives events');
  withConfig(subscriber, 'list', 'list the subscribers and how it stands with them').action(({ config }: ConfigOption) =>
    listSubscribers(config),
  );
  withConfig(subscriber, 'enable <name>', 'send again to one that answered 410').action((name: string, { config }: ConfigOption) =>
    enableSubscriber(config, name),
  );
  subscriber.command('secret').description('make a secret for signing and print it; the subscriber needs the same').action(makeSecret);
  return root;
}

/** Runs one command line. What a person can mend is one sentence on stderr; the exit code is then 1. */
export async function runCommand(argv: readonly string[]): Promise<void> {
  try {
    await program().parseAsync([...argv]);
  } catch (error) {
    process.stderr.write(`zenodo-gateway: ${sentenceOf(error)}\n`);
    process.exitCode = 1;
  }
}

function sentenceOf(error: unknown): string {
  if (error instanceof ConfigError || error instanceof YamlError || error instanceof RecipeFolderError) return error.message;
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}
