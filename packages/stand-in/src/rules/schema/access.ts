import { today } from '../../clock.ts';
import { type FieldError, invalid } from '../../http/problem.ts';
import { type Doc, docAt, isDoc, type Json } from '../../json.ts';
import { isDate } from './edtf.ts';
import { flag, type Kind, object, text } from './kinds.ts';

const OPEN: Doc = { record: 'public', files: 'public', embargo: { active: false, reason: null } };

const protection: Kind = text({ check: (value) => (['public', 'restricted'].includes(value) ? undefined : "'{}' is not a valid option.") });
const day: Kind = text({
  trim: false,
  check: (value) => (/^\d{4}-\d\d-\d\d$/.test(value) && isDate(value) ? undefined : 'Not a valid date.'),
});

const embargo = object([
  { name: 'active', kind: orNull(flag) },
  { name: 'until', kind: orNull(withMessage(day, 'Not a valid date.')) },
  { name: 'reason', kind: orNull(text()) },
]);

const access = object([
  { name: 'record', kind: protection },
  { name: 'files', kind: protection },
  { name: 'embargo', kind: orNull(embargo) },
]);

/**
 * Reads who may see what. Records are always public on Zenodo; files may be restricted, for good or until a date.
 *
 * @throws {Problem} 400 when the record itself is to be restricted, or one of the two protections is missing
 */
export function loadAccess(given: Json | undefined): { value: Doc; errors: readonly FieldError[] } {
  if (!isDoc(given) || Object.keys(given).length === 0) return { value: OPEN, errors: [] };
  const { value, errors } = access.load(withoutNulls(given));
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

function withoutNulls(doc: Doc): Doc {
  const kept = Object.entries(doc).filter(([, value]) => value !== null);
  return Object.fromEntries(kept.map(([name, value]) => [name, name === 'embargo' && isDoc(value) ? withoutNulls(value) : value]));
}

function orNull(kind: Kind): Kind {
  return { load: (value) => (value === null ? { errors: [] } : kind.load(value)) };
}

function withMessage(kind: Kind, message: string): Kind {
  return {
    load(value) {
      const outcome = kind.load(value);
      return outcome.errors.length > 0 ? { errors: [{ field: '', messages: [message] }] } : outcome;
    },
  };
}
