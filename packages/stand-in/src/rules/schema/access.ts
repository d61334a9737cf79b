import { today } from '../../clock.ts';
import { type FieldError, invalid } from '../../http/problem.ts';
import { type Doc, docAt, isDoc, type Json } from '../../json.ts';
import { isDate } from './edtf.ts';
import { flag, type Kind, loadGiven, object, text, valid, wrong } from './kinds.ts';

const OPEN: Doc = { record: 'public', files: 'public', embargo: { active: false, reason: null } };

const protection: Kind = text({ check: (value) => (['public', 'restricted'].includes(value) ? undefined : "'{}' is not a valid option.") });
const day: Kind = {
  load: (value) =>
    typeof value === 'string' && /^\d{4}-\d\d-\d\d$/.test(value) && isDate(value) ? valid(value) : wrong('Not a valid date.'),
};

const embargo = object([
  { name: 'active', kind: flag, nullable: true },
  { name: 'until', kind: day, nullable: true },
  { name: 'reason', kind: text(), nullable: true },
]);

const access = object([
  { name: 'record', kind: protection, required: true },
  { name: 'files', kind: protection, required: true },
  { name: 'embargo', kind: embargo },
]);

/**
 * Reads who may see what. Records are always public on Zenodo; files may be restricted, for good or until a date.
 *
 * @throws {Problem} 400 when the record itself is to be restricted, or one of the two protections is missing
 */
export function loadAccess(given: Json | undefined): { value: Doc; errors: readonly FieldError[] } {
  if (given === undefined) return { value: OPEN, errors: [] };
  const { value, errors } = loadGiven(given, access);
  if (!isDoc(given) || Object.keys(given).length === 0) return { value: OPEN, errors };
  const read = isDoc(value) ? value : {};
  const messages: string[] = [];
  if (read['record'] === undefined) messages.push("'record'");
  if (read['record'] !== 'public') messages.push("You don't have permissions to manage record access.");
  if (read['files'] === undefined) messages.push("'files'");
  if (messages.length > 0) throw invalid([{ field: 'access', messages }]);
  const until = docAt(read, 'embargo')['until'];
  const shown = embargoView(docAt(read, 'embargo'));
  const late = shown['active'] === true && !(typeof until === 'string' && until > today());
  const known = errors.some((error) => error.field === 'embargo.until');
  return {
    value: { record: 'public', files: read['files']!, embargo: shown },
    errors: [
      ...errors,
      ...(late && !known ? [{ field: 'embargo.until', messages: ['Embargo end date must be set to a future date.'] }] : []),
    ],
  };
}

/** An embargo that does not say whether it is active is, when it has an end. */
function embargoView(given: Doc): Doc {
  const active = typeof given['active'] === 'boolean' ? given['active'] : Object.keys(given).length > 0;
  const until = given['until'];
  return { active, ...(typeof until === 'string' ? { until } : {}), reason: given['reason'] ?? null };
}
