import { createRequire } from 'node:module';
import { Command } from 'commander';
import type { Asked } from './explain.ts';
import type { SendOptions } from './send-commands.ts';

const { version } = createRequire(import.meta.url)('@zenodo-connect/gateway/package.json') as { version: string };

// What a command needs comes with it: all of it would take as long to load as the gateway does.
const audits = () => import('./audit-commands.ts');
const backups = () => import('./backup.ts');
const drafts = () => import('./draft-commands.ts');
const jobs = () => import('./job-commands.ts');
const people = () => import('./people-commands.ts');
const recipes = () => import('./recipe-commands.ts');
const senders = () => import('./send-commands.ts');
const subscribers = () => import('./subscriber-commands.ts');
const tokens = () => import('./token-commands.ts');

interface ConfigOption {
  readonly config: string;
}

interface LintOptions extends ConfigOption {
  readonly online?: boolean;
}

interface DraftOptions extends ConfigOption {
  readonly by: string;
}

interface RotateOptions extends ConfigOption {
  readonly overlapDays?: string;
}

interface ScopeOptions extends ConfigOption {
  readonly scopes: readonly string[];
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

  withConfig(root, 'start', 'start the gateway; SIGTERM and SIGINT stop it cleanly').action(async ({ config }: ConfigOption) =>
    (await import('./start.ts')).start(config),
  );
  withConfig(root, 'test', 'run the examples that stand in the recipes').action(async ({ config }: ConfigOption) =>
    (await recipes()).testRecipes(config),
  );
  withConfig(root, 'lint', 'check the configuration and the recipes')
    .option('--online', 'ask Zenodo for the ids of its lists and for communities too')
    .action(async ({ config, online = false }: LintOptions) => (await recipes()).lintRecipes(config, online));

  withConfig(root, 'explain [job]', 'say which recipe takes a file and why others do not, or what became of a job')
    .option('-f, --file <name>', 'the name of a file that would be sent')
    .option('-d, --dataset <name>', 'its dataset')
    .option('-m, --meta <pair...>', 'what would be said of it, such as operator=MC')
    .action(async (job: string | undefined, { config, ...asked }: ConfigOption & Asked) =>
      (await import('./explain.ts')).explain(config, job, asked),
    );
  withConfig(root, 'dev', 'try recipes: take files in, show what becomes of them, deposit nothing').action(
    async ({ config }: ConfigOption) => (await import('./dev.ts')).dev(config),
  );
  withConfig(root, 'doctor', 'look at everything that the gateway leans on').action(async ({ config }: ConfigOption) =>
    (await import('./doctor.ts')).doctor(config),
  );
  withConfig(root, 'backup <folder>', 'copy the database and the bytes that it names; the gateway may run').action(
    async (folder: string, { config }: ConfigOption) => (await backups()).backUp(config, folder),
  );
  withConfig(root, 'restore <folder>', 'put a backup in the place of a database that is lost').action(
    async (folder: string, { config }: ConfigOption) => (await backups()).restore(config, folder),
  );
  withConfig(root, 'restored', 'after other tools put back a database: stop held drafts, and say what goes on').action(
    async ({ config }: ConfigOption) => (await import('./restored.ts')).restored(config),
  );
  withConfig(root, 'resume', 'let an account publish again that Zenodo took for a spammer, once that is settled').action(
    async ({ config }: ConfigOption) => (await jobs()).resumePublishing(config),
  );
  root
    .command('schema')
    .description('print the JSON Schema of recipes, for editors')
    .action(async () => (await recipes()).printSchema());

  const sending = (name: string, description: string): Command =>
    root
      .command(name)
      .description(description)
      .requiredOption('--to <address>', 'the route, such as https://gw.lab.example/in/xrd')
      .option('--token-file <file>', 'holds the token; GW_TOKEN in the environment otherwise')
      .option('--dataset <name>', 'the dataset of all files')
      .option('--queue <folder>', 'where it is kept what is still to be sent (~/.zenodo-gateway/queue)');
  sending('send [files...]', 'send files to a gateway, and what waits from before').action(async (files: string[], options: SendOptions) =>
    (await senders()).sendFiles(files, options),
  );
  sending('import <folder>', 'send everything below a folder that was not sent before')
    .option('--dataset-from <part>', 'folder or name')
    .action(async (folder: string, options: SendOptions) => (await senders()).importFolder(folder, options));
  sending('watch <folder>', 'send each file below a folder once it has come to rest')
    .option('--dataset-from <part>', 'folder or name')
    .option('--quiet-s <seconds>', 'a file is complete when it did not change for this long (30)')
    .option('--marker <name>', 'a file is complete when this one is beside it, such as {name}.done')
    .option('--polling', 'look itself, for network drives that tell of no changes')
    .action(async (folder: string, options: SendOptions) => (await senders()).watchFolder(folder, options));

  const token = root.command('token').description('who may send to which route');
  withConfig(token, 'add <route>', 'make a token and print it; it is shown this once').action(
    async (route: string, { config }: ConfigOption) => (await tokens()).addToken(config, route),
  );
  withConfig(token, 'list', 'list the tokens, without their secret part').action(async ({ config }: ConfigOption) =>
    (await tokens()).listTokens(config),
  );
  withConfig(token, 'revoke <id>', 'make a token worthless').action(async (id: string, { config }: ConfigOption) =>
    (await tokens()).revokeToken(config, id),
  );

  withConfig(token, 'rotate <id>', 'make another token for the same route and print it; the old one ends after the overlap')
    .option('--overlap-days <days>', 'how long both work', '7')
    .action(async (id: string, { config, overlapDays = '7' }: RotateOptions) =>
      (await tokens()).rotateToken(config, id, Number(overlapDays)),
    );

  const job = root.command('job').description('what became of the files that came in');
  withConfig(job, 'list', 'list the latest jobs and what happens next')
    .option('-s, --state <state>', 'only those in this state, such as failed')
    .action(async ({ config, state }: JobOptions) => (await jobs()).listJobs(config, state));
  withConfig(job, 'retry [id]', 'try a failed job again')
    .option('--all-failed', 'every failed one')
    .action(async (id: string | undefined, { config, allFailed = false }: JobOptions) => (await jobs()).retryJobs(config, id, allFailed));

  const draft = root.command('draft').description('drafts that wait for a person, or for their time');
  withConfig(draft, 'list', 'list the drafts that wait, and those that were stopped').action(async ({ config }: ConfigOption) =>
    (await drafts()).listDrafts(config),
  );
  withConfig(draft, 'approve <id>', 'have a draft published, for ever')
    .requiredOption('--by <name>', 'who approves it')
    .action(async (id: string, { config, by }: DraftOptions) => (await drafts()).approveDraft(config, id, by));
  withConfig(draft, 'stop <id>', 'keep a held draft from being published')
    .requiredOption('--by <name>', 'who stops it')
    .action(async (id: string, { config, by }: DraftOptions) => (await drafts()).stopDraft(config, id, by));

  const subscriber = root.command('subscriber').description('who receives events');
  withConfig(subscriber, 'list', 'list the subscribers and how it stands with them').action(async ({ config }: ConfigOption) =>
    (await subscribers()).listSubscribers(config),
  );
  withConfig(subscriber, 'enable <name>', 'send again to one that answered 410').action(async (name: string, { config }: ConfigOption) =>
    (await subscribers()).enableSubscriber(config, name),
  );
  withConfig(subscriber, 'forget <name>', 'take away one that the API made, with all that waits for it').action(
    async (name: string, { config }: ConfigOption) => (await subscribers()).forgetSubscriber(config, name),
  );
  subscriber
    .command('secret')
    .description('make a secret for signing and print it; the subscriber needs the same')
    .action(async () => (await subscribers()).makeSecret());
  subscriber
    .command('keys')
    .description('make a pair of keys for signatures that need no shared secret (v1a)')
    .action(async () => (await subscribers()).makeKeys());

  const apiToken = root.command('api-token').description('which programs may use the API');
  withConfig(apiToken, 'add <name>', 'make an API token and print it; it is shown this once')
    .requiredOption('-s, --scopes <scopes...>', 'read, operate, subscribe, approve, admin')
    .action(async (name: string, { config, scopes }: ScopeOptions) => (await people()).addApiToken(config, name, scopes));
  withConfig(apiToken, 'list', 'list the API tokens, without their secret part').action(async ({ config }: ConfigOption) =>
    (await people()).listApiTokens(config),
  );
  withConfig(apiToken, 'revoke <id>', 'make an API token worthless').action(async (id: string, { config }: ConfigOption) =>
    (await people()).revokeApiToken(config, id),
  );
  const audit = root.command('audit').description('who did what to the gateway');
  withConfig(audit, 'list', 'list the latest entries').action(async ({ config }: ConfigOption) => (await audits()).listAudit(config));
  withConfig(audit, 'export', 'print everything, one JSON object a line').action(async ({ config }: ConfigOption) =>
    (await audits()).exportAudit(config),
  );
  withConfig(audit, 'check', 'say whether an entry was changed or taken out').action(async ({ config }: ConfigOption) =>
    (await audits()).checkAudit(config),
  );

  const person = root.command('person').description('who may sign in at the pages');
  withConfig(
    person,
    'invite',
    "print the path of a link that lets one person in, once, within 15 minutes; the gateway's address goes before it",
  )
    .requiredOption('-s, --scopes <scopes...>', 'read, operate, subscribe, approve, admin')
    .action(async ({ config, scopes }: ScopeOptions) => (await people()).invitePerson(config, scopes));
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

/** Errors that say all in their sentence; by name, since their classes would bring most of the gateway along. */
const plain = ['ConfigError', 'YamlError', 'RecipeFolderError'];

function sentenceOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return plain.includes(error.name) ? error.message : `${error.name}: ${error.message}`;
}
