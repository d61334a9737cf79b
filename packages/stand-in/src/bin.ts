#!/usr/bin/env node
import { readFileSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { Command, InvalidArgumentError, Option } from 'commander';
import type { Json } from './json.ts';
import { isPlan, type SeedPlan } from './seeds/seed.ts';
import { type StandIn, startStandIn } from './stand-in.ts';

interface Flags {
  port: number;
  host: string;
  folder?: string;
  json?: boolean;
  quiet?: boolean;
  races: boolean;
  indexLagMs: number;
  doiDelayMs: number;
  rateLimits?: boolean;
  recordBodies?: boolean;
  cert?: Buffer;
  key?: Buffer;
  publicUrl?: string;
  seed?: SeedPlan;
  token?: Record<string, string>;
}

function number(most: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!Number.isInteger(value) || value < 0 || value > most)
      throw new InvalidArgumentError(`It has to be a whole number from 0 to ${most}.`);
    return value;
  };
}

function tokenNamed(text: string, others: Record<string, string> = {}): Record<string, string> {
  const [, account, token] = /^(owner|other|fresh|admin)=(.+)$/.exec(text) ?? [];
  if (account === undefined || token === undefined)
    throw new InvalidArgumentError('It has to be an account (owner, other, fresh or admin), "=" and its token.');
  return { ...others, [account]: token };
}

function fileNamed(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    throw new InvalidArgumentError(`The file cannot be read (${(error as Error).message}).`);
  }
}

/** An origin, without a path or a slash at its end. */
function originNamed(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !/^https?:$/.test(url.protocol) || url.origin !== text.replace(/\/$/, ''))
    throw new InvalidArgumentError('It has to be a scheme and a host, such as https://zenodo.test, and nothing more.');
  return url.origin;
}

function seedNamed(text: string): SeedPlan {
  if (/^\d+$/.test(text)) return { records: Number(text) };
  let plan: Json;
  try {
    plan = JSON.parse(fileNamed(text).toString()) as Json;
  } catch (error) {
    if (error instanceof InvalidArgumentError) throw error;
    throw new InvalidArgumentError(`The file is not JSON (${(error as Error).message}).`);
  }
  if (!isPlan(plan)) throw new InvalidArgumentError('The file holds no plan: a JSON object with "users", "communities" and "records".');
  return plan as unknown as SeedPlan;
}

const VERSION = (JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { version: string }).version;
const EXAMPLES = `
Examples:
  zenodo-stand-in --port 8080 --folder ./zenodo-data --seed 2000
  zenodo-stand-in --json --rate-limits --index-lag-ms 2000
  zenodo-stand-in --port 8443 --cert cert.pem --key key.pem --public-url https://zenodo.test:8443`;

const program = new Command('zenodo-stand-in')
  .description('A server that answers as Zenodo does, for tests and demonstrations without network or account.')
  .option('--port <number>', 'port to listen on; 0 takes a free one', number(65_535), 0)
  .option('--host <address>', 'address to listen on', '127.0.0.1')
  .option('--folder <path>', 'where drafts, records and files are kept; without it they are gone at the end')
  .addOption(new Option('--json', 'print one line of JSON with the address and the tokens, and nothing else').conflicts('quiet'))
  .option(
    '--token <account=token>',
    'a token that is known beforehand, such as owner=my-secret-token; may be given for each account',
    tokenNamed,
  )
  .option('--quiet', 'print nothing; the tokens are those of --token, or of an earlier start on this folder')
  .option('--index-lag-ms <number>', 'how long listings and searches lag behind', number(86_400_000), 0)
  .option('--doi-delay-ms <number>', 'how long after publication DataCite shows the DOI', number(86_400_000), 0)
  .option('--rate-limits', "keep Zenodo's limits per minute")
  .option('--no-races', 'let calls that arrive side by side go one after another')
  .option('--record-bodies', 'keep the start of each body for the page of calls, without tokens')
  .option('--cert <file>', 'certificate in PEM; with --key the server speaks https', fileNamed)
  .option('--key <file>', "the certificate's key in PEM", fileNamed)
  .option('--public-url <url>', 'scheme and host name in links; without it those of each request', originNamed)
  .option(
    '--seed <plan>',
    'what is put into an empty folder: a number of records, or a JSON file as POST /_stand-in/seed takes it',
    seedNamed,
  )
  .version(VERSION)
  .allowExcessArguments(false)
  .addHelpText('after', EXAMPLES)
  .showHelpAfterError();

/** A sentence for what keeps the server from starting. */
function explain(error: unknown, flags: Flags): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === 'EADDRINUSE') return `Port ${flags.port} on ${flags.host} is in use; choose another one with --port, or 0 for a free one.`;
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') return `This machine has no address ${flags.host}; choose another one with --host.`;
  if (code === 'EACCES' && flags.port > 0 && flags.port < 1024)
    return `Port ${flags.port} needs administrator's rights; choose one above 1023.`;
  if (flags.folder !== undefined && /^(E(ACCES|PERM|NOTDIR|EXIST|ROFS|NOENT)|ERR_SQLITE_ERROR)$/.test(code))
    return `The folder ${flags.folder} cannot be written (${(error as Error).message}); choose another one with --folder.`;
  if (code.startsWith('ERR_OSSL_')) return `--cert and --key are no certificate and its key in PEM (${(error as Error).message}).`;
  return `The stand-in could not start: ${error instanceof Error ? error.message : String(error)}.`;
}

function announce(zenodo: StandIn, flags: Flags): void {
  if (flags.quiet) return;
  if (flags.json) return void process.stdout.write(`${JSON.stringify({ url: zenodo.url, tokens: zenodo.tokens })}\n`);
  const { owner, other, fresh, admin, ...added } = zenodo.tokens;
  process.stdout.write(
    [
      `A stand-in for Zenodo answers at ${zenodo.url} (open it in a browser to see what was deposited).`,
      `Access tokens: owner ${owner}`,
      `               other ${other}`,
      `               fresh ${fresh} (a user whom nobody has verified)`,
      `               admin ${admin}`,
      ...Object.entries(added).map(([account, token]) => `               ${account} ${token}`),
      flags.folder === undefined ? 'Nothing is kept: give --folder to keep it.' : `Kept in ${flags.folder}.`,
      'Stop it with Ctrl-C.',
      '',
    ].join('\n'),
  );
}

// What an answer is made of is garbage once it is sent: it is cleared away early, before the process grows by it.
for (const flag of ['--semi-space-growth-factor=1', '--heap-growing-percent=20']) setFlagsFromString(flag);

const flags = program.parse().opts<Flags>();
const { cert, key, token: tokens, ...options } = flags;
if ((cert === undefined) !== (key === undefined)) program.error('--cert and --key are given together, or neither.');
try {
  const zenodo = await startStandIn({ ...options, ...(tokens && { tokens }), ...(cert && key ? { tls: { cert, key } } : {}) });
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => {
      zenodo.close().then(
        () => process.exit(0),
        () => process.exit(1),
      );
    });
  announce(zenodo, flags);
} catch (error) {
  process.stderr.write(`${explain(error, flags)}\n`);
  process.exitCode = 1;
}
