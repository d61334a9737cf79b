import { today } from '../../clock.ts';
import type { FieldError } from '../../http/problem.ts';
import { type Doc, isDoc, type Json } from '../../json.ts';
import { below, type Field, type Outcome, object, text } from '../schema/kinds.ts';
import { isTruthy, pythonText } from '../schema/python-values.ts';
import { language } from './language.ts';
import { licence } from './licence.ts';
import { alternateIdentifiers, dates, grants, keywords, locations, references, relatedIdentifiers } from './lists.ts';
import { contributorsOf, creators, mappings } from './persons.ts';

const ALTERNATE = 'isAlternateIdentifier';

/** The fields that are read by themselves, in the order in which they are complained about. */
const FIELDS: readonly Field[] = [
  { name: 'title', kind: text() },
  { name: 'description', kind: text() },
  { name: 'publication_date', kind: text() },
  { name: 'creators', kind: creators },
  { name: 'imprint_publisher', kind: text() },
  { name: 'grants', kind: grants },
  { name: 'license', kind: licence },
  { name: 'contributors', kind: mappings },
  { name: 'locations', kind: locations },
  { name: 'keywords', kind: keywords },
  { name: 'version', kind: text() },
  { name: 'dates', kind: dates },
  { name: 'references', kind: references },
  { name: 'language', kind: language },
  { name: 'related_identifiers', kind: relatedIdentifiers },
  { name: 'alternate_identifiers', kind: alternateIdentifiers },
];

const fields = object(FIELDS, { open: true });
/** Lists that count as absent when they are empty of any kind. */
const OPTIONAL = ['grants', 'keywords'];

/** Native metadata from that of the old dialect. Unknown keys are dropped in silence; what is wrong in kind is refused. */
export function nativeMetadata(given: Doc): Outcome {
  const parted = partRelated(given);
  if (parted.errors.length > 0) return parted;
  const { value, errors } = fields.load(withDefaults(parted.value as Doc));
  if (errors.length > 0) return { errors };
  const read = value as Doc;
  const people = contributorsOf(given['thesis_supervisors'], given['contributors']);
  const type = typeOf(given);
  return {
    value: defined({
      resource_type: type === undefined ? undefined : { id: type },
      creators: read['creators'],
      title: read['title'],
      publisher: read['imprint_publisher'],
      publication_date: read['publication_date'],
      subjects: read['keywords'],
      contributors: people.value,
      dates: read['dates'],
      languages: read['language'],
      identifiers: read['alternate_identifiers'],
      related_identifiers: read['related_identifiers'],
      version: read['version'],
      rights: read['license'],
      description: read['description'],
      additional_descriptions: descriptionsOf(given),
      locations: read['locations'] === undefined ? undefined : { features: read['locations'] },
      funding: read['grants'],
      references: read['references'],
    }),
    errors: people.errors,
  };
}

/** Sets the other identifiers of the work apart from those of related works. */
function partRelated(given: Doc): Outcome {
  const all = 'related_identifiers' in given ? given['related_identifiers'] : [];
  if (!Array.isArray(all)) return refusal('related_identifiers', 'related_identifiers must be a list');
  for (const [at, one] of all.entries()) {
    if (!isDoc(one)) return refusal(`related_identifiers.${at}`, 'Each related identifier must be an object');
    const relation = one['relation'] ?? null;
    if (relation !== null && typeof relation !== 'string')
      return refusal(`related_identifiers.${at}.relation`, 'relation must be a string');
  }
  const isAlternate = (one: Json) => isDoc(one) && one['relation'] === ALTERNATE;
  const related = all.filter((one) => !isAlternate(one));
  const alternate = all.filter(isAlternate);
  const { related_identifiers: _all, alternate_identifiers: _own, ...rest } = given;
  const value = { ...rest, ...(related.length > 0 ? { related_identifiers: related } : {}) };
  return { value: { ...value, ...(alternate.length > 0 ? { alternate_identifiers: alternate } : {}) }, errors: [] };
}

function withDefaults(given: Doc): Doc {
  const filled: Doc = { publication_date: today(), imprint_publisher: 'Zenodo', ...given };
  for (const name of OPTIONAL) if (name in filled && filled[name] !== null && !isTruthy(filled[name])) delete filled[name];
  return filled;
}

/** `publication` and its `publication_type` make `publication-article`. */
function typeOf(given: Doc): Json | undefined {
  const type = given['upload_type'];
  if (!isTruthy(type)) return undefined;
  const detail = given[`${pythonText(type!)}_type`];
  return isTruthy(detail) ? `${pythonText(type!)}-${pythonText(detail!)}` : type;
}

function descriptionsOf(given: Doc): Json[] | undefined {
  const found = [
    { description: given['notes'], type: { id: 'notes' } },
    { description: given['method'], type: { id: 'methods' } },
  ].filter((one): one is { description: Json; type: { id: string } } => isTruthy(one.description));
  return found.length > 0 ? found : undefined;
}

function refusal(field: string, message: string): { errors: readonly FieldError[] } {
  return { errors: below(field, [{ field: '', messages: [message] }]) };
}

function defined(values: Record<string, Json | undefined>): Doc {
  return Object.fromEntries(Object.entries(values).filter((entry): entry is [string, Json] => entry[1] !== undefined));
}
