import { hash } from 'node:crypto';
import { defaultAccount } from '../accounts/account-options.ts';
import { redact } from '../telemetry/redact.ts';
import type { JobFile, NewDeposit } from './job.ts';
import type { StoredJob } from './job-row.ts';
import { nextAction } from './next-action.ts';

/** A deposit that cannot be taken as it is; nothing was stored. */
export class InvalidDepositError extends Error {
  override name = 'InvalidDepositError';
}

/** The same key and account give the same id everywhere, so that it is known before anything is written. */
export function jobIdOf(key: string, account: string = defaultAccount): string {
  // No key holds a NUL, so nothing can be moved from the key into the account.
  const whose = account === defaultAccount ? '' : `\0${account}`;
  return hash('sha256', `deposit job\0${key}${whose}`).slice(0, 32);
}

/** Refuses what could never be deposited, before it is queued and somebody was told that it is. */
export function checkNewDeposit({
  key,
  account,
  series,
  files,
  metadata,
  priority = 0,
  finish = 'leave',
  giveUpAfterMs,
  versionLabel,
}: NewDeposit): void {
  if (giveUpAfterMs !== undefined && !(Number.isSafeInteger(giveUpAfterMs) && giveUpAfterMs >= 1))
    throw new InvalidDepositError('`giveUpAfterMs` of a deposit is a whole number of milliseconds, 1 or more.');
  if (versionLabel !== undefined && !(typeof versionLabel === 'string' && versionLabel.includes('{index}')))
    throw new InvalidDepositError('`versionLabel` of a deposit is a text with `{index}`, such as "v{index}".');
  checkName('key', key);
  if (account !== undefined) checkName('account', account);
  if (series !== undefined) checkName('series', series);
  if (typeof metadata !== 'object' || metadata === null)
    throw new InvalidDepositError('A deposit needs metadata: give `metadata` an object.');
  if (!Number.isInteger(priority) || Math.abs(priority) > 1000)
    throw new InvalidDepositError('The priority of a deposit is a whole number from -1000 to 1000; a larger one goes first.');
  checkEnding(finish);
  if (!Array.isArray(files)) throw new InvalidDepositError('A deposit needs files: give `files` a list.');
  const keys = new Set<string>();
  for (const file of files) {
    checkFile(file);
    if (keys.has(file.key)) throw new InvalidDepositError(`Two files are called "${file.key}"; rename one of them.`);
    keys.add(file.key);
  }
}

/** The job as it is first written: due at once. */
export function newJob(
  {
    key,
    account = defaultAccount,
    series,
    finish = 'leave',
    priority = 0,
    metadata,
    files,
    meta = {},
    giveUpAfterMs,
    versionLabel,
  }: NewDeposit,
  now: number,
  usualGiveUpAfterMs: number,
  trace?: string,
): StoredJob {
  const createdAt = new Date(now);
  const job = {
    id: jobIdOf(key, account),
    key,
    account,
    trace,
    series,
    priority,
    state: 'queued' as const,
    finish,
    metadata,
    files,
    meta,
    attempts: 0,
    leased: false,
    fence: 0,
    setbacks: 0,
    journal: undefined,
    recordId: undefined,
    doi: undefined,
    conceptDoi: undefined,
    htmlUrl: undefined,
    requestId: undefined,
    problem: undefined,
    failure: undefined,
    waitingFor: undefined,
    progress: undefined,
    cancelling: false,
    dropped: [],
    giveUpAfterMs,
    versionLabel,
    dueAt: createdAt,
    giveUpAt: new Date(now + (giveUpAfterMs ?? usualGiveUpAfterMs)),
    createdAt,
    updatedAt: createdAt,
  };
  return { ...job, nextAction: nextAction(job, createdAt) };
}

function checkEnding(finish: unknown): void {
  if (finish === 'leave' || finish === 'publish') return;
  if (typeof finish !== 'object' || finish === null)
    throw new InvalidDepositError(`A deposit ends by "leave", "publish" or { submitTo: community }, not by "${String(finish)}".`);
  const { submitTo, comment } = finish as { readonly submitTo?: unknown; readonly comment?: unknown };
  if (typeof submitTo !== 'string' || submitTo.trim() === '')
    throw new InvalidDepositError('A deposit is submitted to a community: give `finish.submitTo` its slug, such as "crystallography".');
  if (comment !== undefined && typeof comment !== 'string')
    throw new InvalidDepositError('The word to the curators is text: give `finish.comment` a text, or nothing.');
}

function checkName(what: string, name: string): void {
  // A lone surrogate would be replaced on its way to the disk, and two names would become one.
  const sound = typeof name === 'string' && name !== '' && name.length <= 500 && name.isWellFormed() && !name.includes('\0');
  if (!sound) throw new InvalidDepositError(`The ${what} of a deposit is 1 to 500 characters of text without NUL; give it another.`);
}

function checkFile({ key, size, md5, ref }: JobFile): void {
  checkName('name of a file', key);
  if (!Number.isSafeInteger(size) || size < 1)
    throw new InvalidDepositError(`The file "${key}" has no bytes, and Zenodo refuses empty files.`);
  if (!/^[0-9a-f]{32}$/.test(md5)) throw new InvalidDepositError(`The file "${key}" needs its MD5 as 32 small hex digits.`);
  if (typeof ref !== 'string' || ref === '') throw new InvalidDepositError(`The file "${key}" has no ref that says where its bytes are.`);
  // A user's name alone opens nothing.
  const named = ref.replace(/\/\/[^\s/?#@:]+@/g, '//');
  if (redact(named) !== named)
    throw new InvalidDepositError(
      `The ref of the file "${key}" holds a signature, password or token. Name the file alone, and let openFile add what opens it.`,
    );
}
