import type { Failure, WorkerSettings } from './sqlite-protocol.ts';
import type { StoreProblem } from './store-errors.ts';

/** Thrown inside the worker where the failure is ours rather than SQLite's. */
export class FailureError extends Error {
  override name = 'FailureError';
  readonly failure: Failure;

  constructor(failure: Failure) {
    super(failure.message);
    this.failure = failure;
  }
}

/** SQLite's primary result codes. @see https://www.sqlite.org/rescode.html */
const problems: Readonly<Record<number, StoreProblem>> = {
  5: 'locked',
  6: 'locked',
  8: 'not_writable',
  10: 'io',
  11: 'not_a_database',
  13: 'full',
  14: 'not_writable',
  19: 'constraint',
  26: 'not_a_database',
};

/** Puts what SQLite (or the file system) said into one sentence. */
export function failureOf(error: unknown, { path, busyTimeoutMs }: WorkerSettings): Failure {
  if (error instanceof FailureError) return error.failure;
  const { message, code, errcode } = error as { message?: string; code?: string; errcode?: number };
  const said = message ?? String(error);
  const problem = errcode === undefined ? fileProblem(code) : (problems[errcode & 0xff] ?? 'statement');
  switch (problem) {
    case 'locked':
      return {
        problem,
        message: `The database ${path} stayed locked by another process for ${busyTimeoutMs} ms; nothing was written. Stop the other process, or try again.`,
      };
    case 'not_writable':
      return { problem, message: `The database ${path} cannot be opened or written (${said}). Choose a folder this user may write to.` };
    case 'full':
      return { problem, message: `The disk that holds ${path} is full; nothing was written. Free some space, then try again.` };
    case 'not_a_database':
      return {
        problem,
        message: `The file ${path} is not a sound SQLite database (${said}). Restore it from a backup, or choose another path.`,
      };
    case 'io':
      return { problem, message: `Reading or writing ${path} failed (${said}). Check the disk, then restart.` };
    default:
      return { problem, message: `The database refused a statement: ${said}.` };
  }
}

function fileProblem(code: string | undefined): StoreProblem {
  if (code === 'ENOSPC') return 'full';
  return code?.startsWith('E') && !code.startsWith('ERR_') ? 'not_writable' : 'statement';
}
