import type { FieldError } from '../../http/problem.ts';
import { type Doc, isDoc, type Json } from '../../json.ts';
import { EC_FUNDER, funderId } from '../../vocabularies/legacy-funders.ts';
import { WORK_SCHEMES } from '../schema/identifier-schemes.ts';
import { identifier } from '../schema/identifiers.ts';
import { type Kind, MISSING, type Outcome, valid, wrong } from '../schema/kinds.ts';
import { isTruthy, pythonText } from '../schema/python-values.ts';

const NO_LIST = 'Not a valid list.';
const NO_OBJECT = 'Invalid input type.';
const NO_TEXT = 'Not a valid string.';

/** What the server's language walks through: a list, the letters of a text, the keys of an object. */
function walked(value: Json): Json[] | undefined {
  if (Array.isArray(value)) return value;
  if (typeof value === 'string') return Array.from(value);
  return isDoc(value) ? Object.keys(value) : undefined;
}

/** A list whose elements each become a native value; whether that is a valid one is asked later. */
function each(turn: (item: Json) => Json): Kind {
  return {
    load(value) {
      const items = walked(value);
      return items ? valid(items.map(turn)) : wrong(NO_LIST);
    },
  };
}

/** A list of objects. `turn` gives the native value, or complains about a field that it names from the list on. */
function eachObject(turn: (item: Doc, at: number) => Outcome): Kind {
  return {
    load(value) {
      const items = walked(value);
      if (!items) return wrong(NO_LIST);
      const outcomes = items.map((item, at) => (isDoc(item) ? turn(item, at) : refused(String(at), NO_OBJECT)));
      const errors = outcomes.flatMap((outcome): readonly FieldError[] => outcome.errors);
      return errors.length > 0 ? { errors } : valid(outcomes.map((outcome) => outcome.value!));
    },
  };
}

function refused(field: string, message: string): Outcome {
  return { errors: [{ field, messages: [message] }] };
}

export const keywords: Kind = each((subject) => ({ subject }));
export const references: Kind = each((reference) => ({ reference }));

/** Grants by `funder::number`; a bare number is a project of the European Commission. */
export const grants: Kind = eachObject(({ id }, at) => {
  if (id === undefined) return refused(`${at}.id`, MISSING);
  if (typeof id !== 'string' && (id === null || typeof id !== 'object')) return refused(`${at}.id`, NO_TEXT);
  const name = typeof id === 'string' && id.includes('::') ? id : `${EC_FUNDER}::${pythonText(id)}`;
  const [funderName = '', ...number] = name.split('::');
  const funder = funderId(funderName);
  return valid({ funder: { id: funder }, award: { id: `${funder}::${number.join('::')}` } });
});

/** Places. A point needs both of its numbers, and neither may be zero: the server takes that for none. */
export const locations: Kind = eachObject(({ place, lat, lon, description }, at) => {
  if (place === undefined) return refused(`${at}.place`, MISSING);
  return valid({
    place,
    ...(isTruthy(lat) && isTruthy(lon) ? { geometry: { type: 'Point', coordinates: [lon!, lat!] } } : {}),
    ...(isTruthy(description) ? { description: description! } : {}),
  });
});

/** Dates of what happened to the work: an interval, or the one end that is given. */
export const dates: Kind = eachObject(({ start, end, type, description }, at) => {
  const ends = [start, end].filter((one) => isTruthy(one));
  if (ends.length === 0) return refused('', 'Invalid date provided.');
  if (typeof type !== 'string') return refused(`${at}.type`, type === undefined ? MISSING : NO_TEXT);
  const [first, last = first] = ends.map((one) => pythonText(one!));
  return valid({
    date: first === last ? ends[0]! : `${first}/${last}`,
    type: { id: type.toLowerCase() },
    ...(isTruthy(description) ? { description: description! } : {}),
  });
});

const work = identifier(WORK_SCHEMES);

/** The identifier of a related work with its scheme, which is always told from the text. Complaints name no element, as the server's. */
function identified(given: Json | undefined, at: number): Outcome {
  return given === undefined ? refused(`${at}.identifier`, MISSING) : work.load({ identifier: given });
}

/** Other identifiers of the work itself. */
export const alternateIdentifiers: Kind = eachObject((one, at) => identified(one['identifier'], at));

export const relatedIdentifiers: Kind = eachObject((related, at) => {
  const { relation, resource_type } = related;
  if (typeof relation !== 'string') return refused(`${at}.relation`, MISSING);
  const { value, errors } = identified(related['identifier'], at);
  if (errors.length > 0 || !isDoc(value)) return { errors };
  // A misspelling that the first Zenodo took for right.
  const id = relation === 'isOrignialFormOf' ? 'isoriginalformof' : relation.toLowerCase();
  return valid({ ...value, relation_type: { id }, ...(isTruthy(resource_type) ? { resource_type: { id: resource_type! } } : {}) });
});
