import type { FieldError } from '../../http/problem.ts';
import { type Doc, docsAt, type Json, textAt } from '../../json.ts';
import { isDateOrInterval } from './edtf.ts';
import { geometry } from './geometry.ts';
import { sanitised } from './html.ts';
import { PERSON_SCHEMES, PLACE_SCHEMES, WORK_SCHEMES } from './identifier-schemes.ts';
import { identifier, oneOfEachScheme } from './identifiers.ts';
import { type Field, type Kind, list, loadGiven, MISSING, type Outcome, object, term, text, translations } from './kinds.ts';

/** Complains below `field` unless one of `names` holds something. */
function needsOne(field: string, names: readonly string[], message: string): (value: Doc) => readonly FieldError[] {
  return (value) => (names.some((name) => value[name] !== undefined && value[name] !== '') ? [] : [{ field, messages: [message] }]);
}

const PERSON_TYPES = "Invalid value. Choose one of ['organizational', 'personal'].";
const html = (min?: number): Kind => text({ clean: sanitised, ...(min === undefined ? {} : { min }) });
const date = text({ trim: false, check: (value) => (isDateOrInterval(value) ? undefined : 'Please provide a valid date or interval.') });
const notBlank = (what: string): Kind => text({ check: (value) => (value === '' ? `${what} cannot be a blank string.` : undefined) });

const personOrOrganisation = object(
  [
    {
      name: 'type',
      kind: text({ check: (value) => (['organizational', 'personal'].includes(value) ? undefined : PERSON_TYPES) }),
      required: PERSON_TYPES,
    },
    { name: 'name', kind: text() },
    { name: 'given_name', kind: text() },
    { name: 'family_name', kind: text() },
    { name: 'identifiers', kind: oneOfEachScheme(identifier(PERSON_SCHEMES)) },
  ],
  {
    check: (value) =>
      value['type'] === 'personal'
        ? needsOne('family_name', ['family_name'], 'Family name cannot be blank.')(value)
        : needsOne('name', ['name'], 'Name cannot be blank.')(value),
    after(value) {
      const { given_name, family_name, ...rest } = value;
      if (value['type'] !== 'personal') return rest;
      return { ...value, name: [family_name, given_name].filter(Boolean).join(', ') };
    },
  },
);

const affiliation = object(
  [
    { name: 'id', kind: text() },
    { name: 'name', kind: text() },
  ],
  { check: needsOne('affiliations', ['id', 'name'], 'An existing id or a free text name must be present.') },
);

/** Names before ids, as the server lists what a person is affiliated with twice. */
function affiliatedTwice(person: Doc): readonly FieldError[] {
  const all = docsAt(person, 'affiliations');
  const twice = (key: string, among: readonly Doc[]) => {
    const values = among.map((one) => textAt(one, key)).filter((value) => value !== undefined);
    return new Set(values.filter((value, at) => values.indexOf(value) < at));
  };
  const found = [
    ...twice(
      'name',
      all.filter((one) => one['id'] === undefined),
    ),
    ...twice('id', all),
  ];
  return found.length > 0 ? [{ field: 'affiliations', messages: [`Duplicated affiliations: ${found.join(', ')}`] }] : [];
}

/** A creator, or a contributor, who has to have a role. */
function person(needsRole: boolean): Kind {
  return object(
    [
      { name: 'person_or_org', kind: personOrOrganisation, required: true },
      { name: 'role', kind: term, required: needsRole },
      { name: 'affiliations', kind: list(affiliation) },
    ],
    { check: affiliatedTwice },
  );
}

function typed(name: 'title' | 'description', kind: Kind): Kind {
  return object([
    { name, kind, required: true },
    { name: 'type', kind: term, required: true },
    { name: 'lang', kind: term },
  ]);
}

const subject = object(
  [
    { name: 'id', kind: text() },
    { name: 'subject', kind: text() },
  ],
  { open: true, check: needsOne('subjects', ['id', 'subject'], 'An existing id or a free text subject must be present.') },
);

const right = object(
  [
    { name: 'id', kind: text() },
    { name: 'title', kind: translations },
    { name: 'description', kind: translations },
    { name: 'icon', kind: text() },
    { name: 'link', kind: text() },
  ],
  { check: needsOne('rights', ['id', 'title'], 'An existing id or a free text title must be present') },
);

const funder = object(
  [
    { name: 'id', kind: text() },
    { name: 'name', kind: text({ check: (value) => (value === '' ? 'Name cannot be blank.' : undefined) }) },
  ],
  { check: needsOne('funder', ['id', 'name'], 'An existing id or a free text name must be present.') },
);

const award = object(
  [
    { name: 'id', kind: text() },
    { name: 'title', kind: translations },
    { name: 'number', kind: text() },
    { name: 'identifiers', kind: oneOfEachScheme(identifier(WORK_SCHEMES)) },
  ],
  { check: needsOne('award', ['id', 'title', 'number'], 'An existing id or either number or title must be present.') },
);

const place = object([
  { name: 'geometry', kind: geometry },
  { name: 'place', kind: text() },
  { name: 'identifiers', kind: list(identifier(PLACE_SCHEMES)) },
  { name: 'description', kind: text() },
]);

const relation: Field[] = [
  { name: 'relation_type', kind: term, required: true },
  { name: 'resource_type', kind: term },
];

/** Native metadata, field by field in the order in which Zenodo reads and reports them. */
const metadata = object([
  { name: 'resource_type', kind: term, required: true },
  { name: 'creators', kind: list(person(false), (items) => (items.length === 0 ? MISSING : undefined)), required: true },
  { name: 'title', kind: text({ min: 3 }), required: true },
  { name: 'additional_titles', kind: list(typed('title', text({ min: 3 }))) },
  { name: 'publisher', kind: text() },
  { name: 'publication_date', kind: date, required: true },
  { name: 'subjects', kind: list(subject) },
  { name: 'contributors', kind: list(person(true)) },
  {
    name: 'dates',
    kind: list(
      object([
        { name: 'date', kind: date, required: true },
        { name: 'type', kind: term, required: true },
        { name: 'description', kind: text({ trim: false }) },
      ]),
    ),
  },
  { name: 'languages', kind: list(term) },
  { name: 'identifiers', kind: list(identifier(WORK_SCHEMES)) },
  { name: 'related_identifiers', kind: list(identifier(WORK_SCHEMES, relation)) },
  { name: 'sizes', kind: list(notBlank('Size')) },
  { name: 'formats', kind: list(notBlank('Format')) },
  { name: 'version', kind: text() },
  { name: 'rights', kind: list(right) },
  { name: 'copyright', kind: text() },
  { name: 'description', kind: html(3) },
  { name: 'additional_descriptions', kind: list(typed('description', html(3))) },
  { name: 'locations', kind: object([{ name: 'features', kind: list(place) }]) },
  {
    name: 'funding',
    kind: list(
      object([
        { name: 'funder', kind: funder, required: true },
        { name: 'award', kind: award },
      ]),
    ),
  },
  { name: 'references', kind: list(identifier(WORK_SCHEMES, [{ name: 'reference', kind: text(), required: true }], true)) },
]);

/** Reads metadata. None at all is nothing to complain about until the draft is published. */
export function loadMetadata(given: Json | undefined): Outcome {
  return given === undefined ? { value: {}, errors: [] } : loadGiven(given, metadata);
}
