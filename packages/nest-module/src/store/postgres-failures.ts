import { staleCount } from './postgres-dialect.ts';
import { StaleWriteError, StoreError, type StoreProblem } from './store-errors.ts';

/** SQLSTATEs, whole or by their class. @see https://www.postgresql.org/docs/current/errcodes-appendix.html */
const problems: Readonly<Record<string, StoreProblem>> = {
  '23': 'constraint',
  '25006': 'not_writable',
  '28': 'not_writable',
  '3D000': 'not_writable',
  '42501': 'not_writable',
  '53100': 'full',
  '55P03': 'locked',
  '58': 'io',
};

/** The connection was cut, or the server starts, stops or has no place: the next try may work. */
const passing = new Set(['57P01', '57P02', '57P03', '57P05', '53300', '53200']);

/** The server undid the whole transaction since two got into each other's way; the same again may work at once. */
export const isCollision = (error: unknown): boolean => ['40001', '40P01'].includes(stateOf(error) ?? '');

/** Whether the database, rather than the statement, is what failed. */
export function isLost(error: unknown): boolean {
  const state = stateOf(error);
  // Whatever has no SQLSTATE did not come from the server: sockets, timeouts, a connection that ended.
  return state === undefined || passing.has(state) || state.startsWith('08');
}

/** Puts what PostgreSQL or the network said into one sentence. `sent`: whether a write may have reached the server. */
export function failureOf(error: unknown, where: string, sent = false): StoreError | StaleWriteError {
  const said = messageOf(error);
  const options = { cause: error };
  if (isLost(error)) return sent ? unclear(where, said, options) : unreachable(where, said, options);
  const changed = staleCount(said);
  if (changed !== undefined) {
    return new StaleWriteError(
      `A write changed ${changed} rows, which is another number than it was to change, so its batch was undone: someone else changed the state before.`,
    );
  }
  const state = stateOf(error) ?? '';
  const problem = problems[state] ?? problems[state.slice(0, 2)] ?? 'statement';
  return new StoreError(problem, sentenceOf(problem, where, said), options);
}

function sentenceOf(problem: StoreProblem, where: string, said: string): string {
  switch (problem) {
    case 'full':
      return `The disk of the database ${where} is full (${said}); nothing was written. Free some space; work goes on by itself.`;
    case 'not_writable':
      return `The database ${where} cannot be opened or written (${said}). Check the user, its password and its rights.`;
    case 'io':
      return `The database ${where} could not read or write its files (${said}). Check its disk.`;
    default:
      return `The database refused a statement: ${said}.`;
  }
}

const unreachable = (where: string, said: string, options: ErrorOptions): StoreError =>
  new StoreError(
    'unreachable',
    `The database ${where} cannot be reached (${said}); nothing was written. Start it; work goes on by itself.`,
    options,
  );

const unclear = (where: string, said: string, options: ErrorOptions): StoreError =>
  new StoreError(
    'unclear',
    `The connection to the database ${where} was lost before it answered (${said}); what was sent may or may not be kept. Read before you repeat.`,
    options,
  );

function stateOf(error: unknown): string | undefined {
  const code = error instanceof Error ? (error as { code?: unknown }).code : undefined;
  return typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code) && !/^E[A-Z]{4}$/.test(code) ? code : undefined;
}

/** A host with several addresses gives one error without words of its own. */
function messageOf(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return messageOf(error.errors[0]);
  const text = error instanceof Error ? error.message : String(error);
  return text.replace(/\.$/, '');
}
