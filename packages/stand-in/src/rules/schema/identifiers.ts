import type { FieldError } from '../../http/problem.ts';
import { type Doc, isDoc } from '../../json.ts';
import { complaintAbout, guessScheme, normalIdentifier } from './identifier-schemes.ts';
import { type Field, type Kind, list, MISSING, object, text } from './kinds.ts';
import { isTruthy } from './python-values.ts';

/**
 * An identifier with its scheme. A scheme that is not named is guessed from the text; the text is kept in the scheme's one form.
 *
 * @param schemes - those that are allowed here
 * @param more - fields that stand beside
 * @param optional - true where the whole may lack an identifier
 */
export function identifier(schemes: readonly string[], more: readonly Field[] = [], optional = false): Kind {
  const kindOf = (needsScheme: boolean): Kind => {
    const fields: Field[] = [
      { name: 'scheme', kind: text(), required: needsScheme },
      { name: 'identifier', kind: text(), required: !optional },
    ];
    return object([...(optional ? more : []), ...fields, ...(optional ? [] : more)], {
      before: (value) => guessed(value, schemes),
      check: (value) => complaints(value, schemes, optional),
      after: normalised,
    });
  };
  // Where an identifier stands, a missing scheme is one that could not be guessed, which is another complaint.
  const alone = kindOf(!optional);
  const withIdentifier = kindOf(false);
  return { load: (value) => (isDoc(value) && 'identifier' in value ? withIdentifier : alone).load(value) };
}

function guessed(value: Doc, schemes: readonly string[]): Doc {
  const given = value['identifier'];
  if (typeof given !== 'string' || isTruthy(value['scheme'])) return lowered(value);
  const scheme = guessScheme(given.trim(), schemes);
  return scheme === undefined ? value : { ...value, scheme };
}

function lowered(value: Doc): Doc {
  return typeof value['scheme'] === 'string' ? { ...value, scheme: value['scheme'].toLowerCase() } : value;
}

function complaints(value: Doc, schemes: readonly string[], optional: boolean): readonly FieldError[] {
  const given = value['identifier'];
  const scheme = String(value['scheme'] ?? '');
  if (!isTruthy(given)) return optional && !('identifier' in value) && scheme === '' ? [] : [{ field: 'identifier', messages: [MISSING] }];
  if (scheme === '') return [{ field: 'scheme', messages: ['No valid scheme recognized for identifier.'] }];
  if (!schemes.includes(scheme)) return [{ field: 'scheme', messages: ['Invalid scheme.'] }];
  const complaint = complaintAbout(scheme, String(given));
  return complaint === undefined ? [] : [{ field: 'identifier', messages: [complaint] }];
}

function normalised(value: Doc): Doc {
  const { identifier: given, scheme } = value;
  return typeof given === 'string' && typeof scheme === 'string' ? { ...value, identifier: normalIdentifier(scheme, given) } : value;
}

/** A list of identifiers with no scheme in it twice. */
export function oneOfEachScheme(kind: Kind): Kind {
  return list(kind, (items) => {
    const schemes = items.map((item) => (isDoc(item) ? item['scheme'] : undefined));
    return new Set(schemes).size < schemes.length ? 'Only one identifier per scheme is allowed.' : undefined;
  });
}
