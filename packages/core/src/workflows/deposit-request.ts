import { ConfigurationError } from '../errors/configuration-error.ts';
import { ensureObject, refuse } from '../errors/ensure.ts';
import { ensureSource } from '../errors/ensure-source.ts';
import { unknownConcept } from '../errors/unknown-concept.ts';
import { fileGlob } from '../identifiers/file-glob.ts';
import { ensureFileLimits, type FileLimits } from '../identifiers/file-limits.ts';
import { ensureRecordId } from '../identifiers/record-id.ts';
import type { Settings } from '../options.ts';
import type { DepositRequest } from '../types/deposit.ts';
import type { FileSource } from '../types/file-source.ts';
import type { DepositRun } from './deposit-run.ts';

const longestKey = 255;
const policies = ['upsert', 'replace', 'keep'];
/** Milliseconds that DataCite is asked for when no other time is given; Zenodo registers within seconds as a rule. */
export const findableMs = 600_000;

/**
 * Looks at a request before anything is sent.
 *
 * @throws {ConfigurationError} what cannot work, and what would
 */
export function ensureRequest(request: DepositRequest, settings: Settings): void {
  ensureObject('request', request, '{ key, metadata, files }');
  // Left out in silence they would publish what was to be restricted.
  for (const field of ['access', 'custom_fields', 'pids']) {
    if (field in request && request[field as keyof DepositRequest] !== undefined)
      refuse(field, 'is no part of a deposit', `it to drafts.create, and the id of that draft as "previous"`);
  }
  const { key, metadata, previous, filePolicy, abandoned } = request;
  if (typeof key !== 'string' || key.trim() === '')
    throw new ConfigurationError('A deposit needs a "key", a text that names it for ever, such as "xrd/S-2291".');
  if (typeof metadata !== 'object' || metadata === null || Array.isArray(metadata))
    throw new ConfigurationError('"metadata" must be an object.');
  if (previous !== undefined) ensureRecordId(previous);
  ensureEnding(request, settings);
  if (filePolicy !== undefined && !policies.includes(filePolicy))
    throw new ConfigurationError('"filePolicy" must be "upsert", "replace" or "keep".');
  if (abandoned !== undefined && abandoned !== 'adopt' && abandoned !== 'discard')
    throw new ConfigurationError('"abandoned" must be "adopt" or "discard".');
  const takes = takenBy(request);
  ensureFiles(request, settings.fileLimits);
  const bringsNone = !request.files.some(({ key: name }) => takes(name));
  if (bringsNone && previous === undefined && (request.finish ?? 'leave') !== 'leave')
    throw new ConfigurationError('Zenodo publishes no record without files; give at least one that "include" and "exclude" let through.');
}

/**
 * Says which file keys are a deposit's business.
 *
 * @throws {ConfigurationError} a pattern that is none
 */
export function takenBy({ include, exclude }: Pick<DepositRequest, 'include' | 'exclude'>): (key: string) => boolean {
  const isIn = include === undefined ? () => true : fileGlob(include);
  const isOut = exclude === undefined ? () => false : fileGlob(exclude);
  return (key) => isIn(key) && !isOut(key);
}

/** @throws {ConfigurationError} a first version that was not asked for by name */
export function ensureInitial(run: DepositRun, versionIndex: number): void {
  if (!run.zenodo.publishGuard.demandsInitial || run.leaves || versionIndex > 1 || run.request.initial === true) return;
  throw new ConfigurationError(
    `The deposit "${run.request.key}" would publish a first version, and with it a new concept. Say "initial: true" if that is meant, or give "previous".`,
  );
}

/** @throws {ConfigurationError} a later version, which Zenodo lets nobody review */
export function ensureSubmittable(run: DepositRun, versionIndex: number): void {
  if (!run.submits || versionIndex === 1) return;
  throw new ConfigurationError(
    'A later version cannot be submitted to a community: it inherits those of the first one. Give "finish: \'publish\'".',
  );
}

/** @throws {ConfigurationError} a file names the concept DOI, which a first version does not have */
export function ensureConceptNamed({ request }: DepositRun, versionIndex: number): void {
  const early = versionIndex === 1 ? request.files.find(({ needsConceptDoi }) => needsConceptDoi) : undefined;
  if (early) throw unknownConcept(early.key);
}

function ensureEnding({ finish = 'leave', dropKey, journal, awaitFindable }: DepositRequest, settings: Settings): void {
  const submits = typeof finish === 'object' && finish !== null;
  if (submits && (typeof finish.submitTo !== 'string' || finish.submitTo.trim() === ''))
    throw new ConfigurationError('"finish.submitTo" must be the slug or the UUID of a community, such as "crystallography".');
  if (!submits && finish !== 'leave' && finish !== 'publish')
    throw new ConfigurationError('"finish" must be "leave", "publish" or { submitTo: community }.');
  if (dropKey && finish !== 'publish') throw new ConfigurationError('"dropKey" goes with finish: "publish" alone.');
  if (dropKey && !journal)
    throw new ConfigurationError('"dropKey" needs a "journal": without the key in the record nothing else knows of it.');
  if (awaitFindable && settings.dataciteOrigin === undefined)
    throw new ConfigurationError('"awaitFindable" needs to know where DataCite is for this "baseUrl"; give "dataciteUrl" to the client.');
  if (typeof awaitFindable === 'number' && !(awaitFindable >= 0))
    throw new ConfigurationError('"awaitFindable" must be true, or milliseconds, 0 or more.');
}

function ensureFiles({ files, previous }: DepositRequest, limits: FileLimits): void {
  if (!Array.isArray(files)) throw new ConfigurationError('"files" must be a list of file sources, such as fileFromPath makes.');
  for (const [index, file] of files.entries()) ensureSource(`files.${index}`, file);
  for (const file of files) ensureFile(file);
  const early = previous === undefined ? files.find(({ needsConceptDoi }) => needsConceptDoi) : undefined;
  if (early) throw unknownConcept(early.key);
  ensureFileLimits(files, limits);
}

/** @throws {ConfigurationError} a name or size that Zenodo refuses */
export function ensureFile({ key, size }: FileSource): void {
  if (typeof key !== 'string' || key === '' || key.length > longestKey || key === '.' || key === '..' || hasControls(key)) {
    throw new ConfigurationError(`"${String(key).slice(0, 80)}" can be no file key; give a name of up to ${longestKey} characters.`);
  }
  if (!Number.isSafeInteger(size) || size <= 0)
    throw new ConfigurationError(`The file "${key}" is empty or of unknown size, which Zenodo refuses.`);
}

function hasControls(text: string): boolean {
  return /\p{Cc}/u.test(text);
}
