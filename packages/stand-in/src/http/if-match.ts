import type { Call } from './call.ts';
import { invalid, Problem } from './problem.ts';

/**
 * Holds `If-Match` against a revision. It is a bare number here, although `ETag` is quoted.
 *
 * @throws {Problem} 400 when it is no number, 412 when it is another one
 */
export function requireRevision(call: Call, revision: number): void {
  const given = call.headers['if-match'];
  if (given === undefined) return;
  if (!/^\s*[+-]?\d+\s*$/.test(given)) throw invalid([{ field: 'if_match', messages: ['Not a valid integer.'] }]);
  if (Number(given) !== revision) throw new Problem(412, `Revision id provided(${Number(given)}) doesn't match record's one(${revision})`);
}
