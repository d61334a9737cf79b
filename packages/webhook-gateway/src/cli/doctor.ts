import { access, constants, mkdir, statfs } from 'node:fs/promises';
import { isAuthenticationError, isPermissionError, Zenodo } from '@zenodo-connect/core';
import { request } from 'undici';
import type { GatewayConfig } from '../config/gateway-config.ts';
import { loadConfig } from '../config/load-config.ts';
import { type Settings, settingsOf } from '../config/settings.ts';
import { runExamples } from '../recipes/examples.ts';
import { RecipeBook } from '../recipes/recipe-book.ts';
import { visible } from '../telemetry/visible.ts';
import { type Finding, fail, type LookAt, ok, warn } from './finding.ts';
import { lookAround } from './look-around.ts';
import { nodeProblem } from './node-version.ts';
import { checkStart } from './start-checks.ts';
import { withDeposits } from './with-deposits.ts';

/** Below this a disk is told of; two files of the largest size that is taken, or a gibibyte. */
const fewBytes = 1024 ** 3;
/** A signature or a token is refused for less elsewhere. */
const clockMs = 30_000;

/** Looks at everything that a gateway leans on, and says what to do; nothing is changed. Exit code 1 when something hinders it. */
export async function doctor(configFile: string): Promise<void> {
  const findings: Finding[] = [];
  const look: LookAt = async (what, see) => {
    const found = await see().catch((error: unknown) => fail(error instanceof Error ? error.message : String(error)));
    findings.push(found);
    process.stdout.write(`${found.level.padEnd(4)}  ${visible(`${what}: ${found.said}`)}\n`);
  };
  let config: GatewayConfig | undefined;
  let settings: Settings | undefined;
  await look('node', async () => {
    const problem = nodeProblem(process.versions.node);
    return problem === undefined ? ok(process.versions.node) : fail(problem);
  });
  await look('configuration', async () => {
    config = await loadConfig(configFile);
    settings = settingsOf(config);
    return ok(`${configFile} is in order`);
  });
  if (settings) await lookAtParts(settings, configFile, look);
  const failed = findings.filter(({ level }) => level === 'FAIL').length;
  const warned = findings.filter(({ level }) => level === 'warn').length;
  process.stdout.write(
    failed === 0
      ? `Nothing hinders the gateway${warned > 0 ? `, and ${warned === 1 ? 'one thing wants' : `${warned} things want`} a look` : ''}.\n`
      : `${failed === 1 ? 'One thing has' : `${failed} things have`} to be mended.\n`,
  );
  if (failed > 0) process.exitCode = 1;
}

async function lookAtParts(settings: Settings, configFile: string, look: LookAt): Promise<void> {
  await look('recipes', () => recipes(settings));
  for (const folder of new Set([settings.folder, settings.spool])) await look(`folder ${folder}`, () => disk(folder));
  await look('deposits', () => deposits(configFile));
  await look('Zenodo', () => zenodo(settings));
  await look('clock', () => clock(settings));
  await look('DataCite', () => datacite(settings));
  await lookAround(settings, configFile, look);
}

async function recipes(settings: Settings) {
  const { recipes: found } = await RecipeBook.read(settings.routes);
  checkStart(settings, found);
  const broken = found.flatMap(runExamples).filter(({ differences }) => differences.length > 0);
  if (broken.length > 0) return warn(`${broken.length} examples do not hold; \`zenodo-gateway test\` shows them`);
  const silent = found.filter(({ examples }) => examples.length === 0).map(({ route }) => route);
  return silent.length > 0
    ? warn(`${silent.join(', ')} has no example that shows what it makes`)
    : ok(found.length === 1 ? 'the one recipe is in order' : `all ${found.length} are in order`);
}

async function disk(folder: string) {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await access(folder, constants.R_OK | constants.W_OK);
  const { bavail, bsize } = await statfs(folder);
  const free = bavail * bsize;
  const said = `${(free / 1024 ** 3).toFixed(1)} GiB are free`;
  return free < fewBytes ? warn(`${said}; make room before files are refused`) : ok(said);
}

async function deposits(configFile: string) {
  return withDeposits(configFile, async (service) => {
    const stats = await service.stats();
    const said = Object.entries(stats)
      .filter(([, count]) => count > 0)
      .map(([state, count]) => `${count} ${state}`)
      .join(', ');
    const paused = await service.pauses();
    if (paused.length > 0) return fail(`Zenodo does not take the token: ${paused[0]!.reason} Replace it and start the gateway again.`);
    if (stats.failed > 0) return warn(`${said}; \`zenodo-gateway job list --state failed\` shows what has to be cured`);
    return ok(said || 'none yet');
  });
}

async function zenodo({ zenodo: { url, token } }: Settings) {
  const client = new Zenodo({ baseUrl: url, token });
  try {
    await client.records.own({ size: 1 }, { maxRetries: 0, timeoutMs: 10_000 }).next();
    return ok(`${url} answers and takes the token`);
  } catch (error) {
    if (isAuthenticationError(error) || isPermissionError(error)) return fail(`${url} does not take the token; make a new one there`);
    return fail(`${url} cannot be used now: ${(error as Error).message}`);
  }
}

/** By the header `Date` of Zenodo's answer, which is whole seconds. */
async function clock({ zenodo: { url } }: Settings) {
  const sentAt = Date.now();
  const { headers, body } = await request(`${url}/api`, { headersTimeout: 10_000 });
  await body.dump();
  const there = Date.parse(String(headers['date']));
  if (Number.isNaN(there)) return warn('Zenodo does not say what time it is');
  const apart = Math.round((there + 500 - (sentAt + Date.now()) / 2) / 1000);
  if (Math.abs(apart) * 1000 > clockMs)
    return fail(`this machine is ${Math.abs(apart)} s ${apart > 0 ? 'behind' : 'ahead of'} Zenodo; set its clock`);
  return ok(`${Math.abs(apart)} s apart from Zenodo`);
}

async function datacite({ zenodo: { url, dataciteUrl } }: Settings) {
  if (dataciteUrl === undefined && !/(^|\.)zenodo\.org$/.test(new URL(url).hostname))
    return warn(`where ${url} registers its DOIs is not known, so none is found there; set zenodo.datacite_url`);
  const client = new Zenodo({ baseUrl: url, ...(dataciteUrl !== undefined && { dataciteUrl }) });
  try {
    // A DOI that nobody has: the answer is what counts.
    await client.dois.findable('10.5281/zenodo.0', { maxRetries: 0, timeoutMs: 10_000 });
    return ok('answers');
  } catch (error) {
    return warn(`cannot be asked whether DOIs can be found: ${(error as Error).message}`);
  }
}
