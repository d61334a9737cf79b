import type { FieldError } from '../../http/problem.ts';
import { type Doc, isDoc, type Json } from '../../json.ts';
import { normalIdentifier } from '../schema/identifier-schemes.ts';
import { type Kind, list, type Outcome, valid, wrong } from '../schema/kinds.ts';
import { isTruthy } from '../schema/python-values.ts';

const NO_OBJECT = 'Invalid input type.';
const NO_TEXT = 'Not a valid string.';

/** A person of the old dialect as a native one. It is a person always: the dialect cannot name an organisation. */
const person: Kind = {
  load(value) {
    if (!isDoc(value)) return wrong(NO_OBJECT);
    const errors: FieldError[] = ['name', 'orcid', 'gnd']
      .filter((field) => isTruthy(value[field]) && typeof value[field] !== 'string')
      .map((field) => ({ field, messages: [NO_TEXT] }));
    if (errors.length > 0) return { errors };
    const identifiers = ['orcid', 'gnd'].filter((scheme) => isTruthy(value[scheme])).map((scheme) => identifierOf(scheme, value));
    return valid({
      person_or_org: { type: 'personal', ...namesOf(value['name']), ...(identifiers.length > 0 ? { identifiers } : {}) },
      ...(isTruthy(value['affiliation']) ? { affiliations: [{ name: value['affiliation']! }] } : {}),
    });
  },
};

/** One comma parts the family name from the given name; with none, or more, all is the family name. */
function namesOf(name: Json | undefined): Doc {
  if (typeof name !== 'string' || name === '') return {};
  const [family = '', given, ...more] = name.split(',');
  return given !== undefined && more.length === 0 ? { family_name: family.trim(), given_name: given.trim() } : { family_name: name };
}

function identifierOf(scheme: string, value: Doc): Doc {
  return { scheme, identifier: normalIdentifier(scheme, String(value[scheme])) };
}

/** Creators; an element that is no object is refused. */
export const creators: Kind = list(person);

/** What an element of `contributors` has to be before anything else is asked of it. */
export const mappings: Kind = list({ load: (value) => (isDoc(value) ? valid(value) : wrong('Not a valid mapping type.')) });

/** Supervisors of a thesis, who come first, and contributors, each with its role. */
export function contributorsOf(supervisors: Json | undefined, contributors: Json | undefined): Outcome {
  const people = isTruthy(supervisors) ? listed(supervisors!, 'thesis_supervisors').map((one) => [one, 'supervisor'] as const) : [];
  const others = listed(contributors ?? [], 'contributors').map((one) => [one, roleOf(one.given)] as const);
  const errors: FieldError[] = [];
  const loaded: Json[] = [];
  for (const [{ field, given }, role] of [...people, ...others]) {
    const outcome = person.load(given);
    if (isTruthy(role) && typeof role !== 'string') errors.push({ field: `${field}.type`, messages: [NO_TEXT] });
    errors.push(...outcome.errors.map((error) => ({ ...error, field: error.field === '' ? field : `${field}.${error.field}` })));
    const role_ = typeof role === 'string' && role !== '' ? { role: { id: role.toLowerCase() } } : {};
    if (isDoc(outcome.value)) loaded.push({ ...outcome.value, ...role_ });
  }
  return { ...(loaded.length > 0 ? { value: loaded } : {}), errors };
}

function listed(value: Json, name: string): { field: string; given: Json }[] {
  return (Array.isArray(value) ? value : [value]).map((given, at) => ({ field: `${name}.${at}`, given }));
}

function roleOf(given: Json): Json | undefined {
  return isDoc(given) ? given['type'] : undefined;
}
