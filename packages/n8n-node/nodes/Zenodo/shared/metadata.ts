import type { DraftChange, DraftInput, Funding, Metadata, MetadataDate, RelatedIdentifier } from '@zenodo-connect/core/portable';
import { parseDoi } from '@zenodo-connect/core/portable';
import { chosenIn } from './locators.ts';
import { type PersonRow, peopleOf } from './people.ts';
import type { Turn } from './turn.ts';

/** What the form of additional fields, or of fields to update, holds; rows lie under the name of their collection. */
interface Given {
  readonly title?: string;
  readonly resourceType?: string;
  readonly creators?: { readonly creator?: readonly PersonRow[] };
  readonly publicationDate?: string;
  readonly contributors?: { readonly contributor?: readonly PersonRow[] };
  readonly customDoi?: string;
  readonly dates?: { readonly date?: readonly { readonly date?: string; readonly type?: string; readonly description?: string }[] };
  readonly description?: string;
  readonly embargoReason?: string;
  readonly embargoUntil?: string;
  readonly fileAccess?: 'public' | 'restricted';
  readonly funding?: { readonly grant?: readonly FundingRow[] };
  readonly furtherLicenses?: { readonly license?: readonly { readonly license?: unknown }[] };
  readonly keywords?: string;
  readonly languages?: { readonly language?: readonly { readonly id?: unknown }[] };
  readonly license?: unknown;
  readonly publisher?: string;
  readonly references?: string;
  readonly relatedWorks?: { readonly work?: readonly WorkRow[] };
  readonly version?: string;
}

interface FundingRow {
  readonly award?: unknown;
  readonly funder?: unknown;
  readonly number?: string;
  readonly title?: string;
}

interface WorkRow {
  readonly identifier?: string;
  readonly relation?: string;
  readonly resourceType?: string;
}

/** A draft with metadata. What is left empty in the form is left out. */
export type NewDraft = DraftInput & { readonly metadata: Metadata };

/** A field of a form by its name; undefined where it was not added. */
type Form = <Name extends keyof Given>(name: Name) => Given[Name];

/** The draft that the form of something new describes. */
export function readDraft(turn: Turn): NewDraft {
  if (turn.value('metadataInput', 'fields') === 'json') {
    const given = jsonOf(turn);
    return { ...given, metadata: (given.metadata ?? {}) as Metadata };
  }
  const above: Given = {
    title: turn.needed('title', 'Title', 'Zenodo cites the record by it'),
    resourceType: turn.needed('resourceType', 'Resource Type Name or ID', 'Choose what the files are'),
    creators: turn.value<Given['creators']>('creators', {}) ?? {},
    publicationDate: turn.text('publicationDate'),
  };
  if ((above.creators?.creator ?? []).length === 0) turn.refuse("'Creators' is empty", 'Zenodo cites the record by them');
  const more = turn.value<Given>('additionalFields', {});
  const { metadata, ...rest } = read(turn, (name) => above[name] ?? more[name]);
  return { ...rest, metadata: withoutEmpty(metadata) as Metadata };
}

/** What the form of a change says; a field that was added and left empty is taken out. */
export function readChange(turn: Turn): DraftChange {
  if (turn.value('metadataInput', 'fields') === 'json') return jsonOf(turn);
  const given = turn.value<Given>('updateFields', {});
  if (Object.keys(given).length === 0) turn.refuse("'Update Fields' is empty", 'Add the fields that are to change');
  return read(turn, (name) => given[name]);
}

function read(turn: Turn, form: Form): DraftChange & { readonly metadata: NonNullable<DraftChange['metadata']> } {
  const metadata: DraftChange['metadata'] = {
    ...whenGiven(form('title'), (title) => ({ title: filled(title) })),
    ...whenGiven(form('resourceType'), (type) => ({ resource_type: filled(type) === undefined ? undefined : { id: String(type).trim() } })),
    ...whenGiven(form('creators'), ({ creator = [] }) => ({ creators: peopleOf(turn, creator, 'creator') })),
    ...whenGiven(form('publicationDate'), (date) => ({ publication_date: dateIn(date) })),
    ...whenGiven(form('contributors'), ({ contributor = [] }) => ({ contributors: peopleOf(turn, contributor, 'contributor') })),
    ...whenGiven(form('dates'), (dates) => ({ dates: datesOf(turn, dates) })),
    ...whenGiven(form('description'), (description) => ({ description: filled(description) })),
    ...whenGiven(form('funding'), (funding) => ({ funding: fundingOf(turn, funding) })),
    ...whenGiven(form('keywords'), (keywords) => ({ subjects: listed(keywords, ',').map((subject) => ({ subject })) })),
    ...whenGiven(form('languages'), (languages) => ({ languages: languagesOf(turn, languages) })),
    ...rightsOf(turn, form('license'), form('furtherLicenses')),
    ...whenGiven(form('publisher'), (publisher) => ({ publisher: filled(publisher) })),
    ...whenGiven(form('references'), (lines) => ({ references: listed(lines, '\n').map((reference) => ({ reference })) })),
    ...whenGiven(form('relatedWorks'), (works) => ({ related_identifiers: worksOf(turn, works) })),
    ...whenGiven(form('version'), (version) => ({ version: filled(version) })),
  };
  return { metadata, ...accessOf(turn, form), ...doiOf(turn, form('customDoi')) };
}

/** What a field that was added leads to; nothing where it was not. */
const whenGiven = <Value, Part>(value: Value | undefined, part: (value: Value) => Part): Part | object =>
  value === undefined ? {} : part(value);

function rightsOf(turn: Turn, license: unknown, further: Given['furtherLicenses']): { rights?: { id: string }[] } {
  if (license === undefined && further === undefined) return {};
  const others = (further?.license ?? []).map(
    (row, index) =>
      chosenIn(row.license) ?? turn.refuse(`'License' of row ${index + 1} is missing`, 'Choose one from the list, or give its ID'),
  );
  const ids = [chosenIn(license), ...others].filter((id) => id !== undefined);
  return { rights: [...new Set(ids)].map((id) => ({ id })) };
}

function datesOf(turn: Turn, { date: rows = [] }: NonNullable<Given['dates']>): MetadataDate[] {
  return rows.map((row, index) => {
    const place = `of date ${index + 1}`;
    const date = dateIn(row.date) ?? turn.refuse(`'Date' ${place} is missing`, 'A day, a month, a year, or two of them with a slash');
    const type = filled(row.type) ?? turn.refuse(`'Type Name or ID' ${place} is missing`, 'Choose what happened then');
    const description = filled(row.description);
    return { date, type: { id: type }, ...(description && { description }) };
  });
}

function fundingOf(turn: Turn, { grant: rows = [] }: NonNullable<Given['funding']>): Funding[] {
  return rows.map((row, index) => {
    const award = chosenIn(row.award);
    // The id of an award begins with that of its funder.
    const funder = chosenIn(row.funder) ?? (award?.includes('::') ? award.slice(0, award.indexOf('::')) : undefined);
    if (!funder) turn.refuse(`'Funder' of funding ${index + 1} is missing`, 'Choose a funder, or an award that brings its own');
    const [number, title] = [filled(row.number), filled(row.title)];
    if (award) return { funder: { id: funder }, award: { id: award } };
    if (!number && !title) return { funder: { id: funder } };
    return { funder: { id: funder }, award: { ...(number && { number }), ...(title && { title: { en: title } }) } };
  });
}

function languagesOf(turn: Turn, { language: rows = [] }: NonNullable<Given['languages']>): { id: string }[] {
  return rows.map((row, index) => ({
    id: chosenIn(row.id) ?? turn.refuse(`'Language' of row ${index + 1} is missing`, 'Choose one from the list, or give its code'),
  }));
}

function worksOf(turn: Turn, { work: rows = [] }: NonNullable<Given['relatedWorks']>): RelatedIdentifier[] {
  return rows.map((row, index) => {
    const place = `of related work ${index + 1}`;
    const identifier = filled(row.identifier) ?? turn.refuse(`'Identifier' ${place} is missing`, 'A DOI or an address');
    const relation = filled(row.relation) ?? turn.refuse(`'Relation Name or ID' ${place} is missing`, 'Choose how it belongs to this');
    const type = filled(row.resourceType);
    const doi = parseDoi(identifier);
    return {
      ...(doi === undefined ? { identifier } : { identifier: doi, scheme: 'doi' }),
      relation_type: { id: relation },
      ...(type && { resource_type: { id: type } }),
    };
  });
}

function accessOf(turn: Turn, form: Form): Pick<DraftInput, 'access'> {
  const [until, reason, files] = [dateIn(form('embargoUntil')), filled(form('embargoReason')), form('fileAccess')];
  if (reason && !until) turn.refuse("'Embargo Until' is missing", "'Embargo Reason' goes with it");
  if (until) {
    if (files === 'public')
      turn.refuse("'File Access' is Public, and 'Embargo Until' is given", 'Files under an embargo are restricted until that day');
    return { access: { record: 'public', files: 'restricted', embargo: { active: true, until, ...(reason && { reason }) } } };
  }
  if (form('embargoUntil') === undefined && files === undefined) return {};
  return { access: { record: 'public', files: files ?? 'public', embargo: { active: false, until: null, reason: null } } };
}

function doiOf(turn: Turn, customDoi: string | undefined): Pick<DraftInput, 'pids'> {
  const text = filled(customDoi);
  if (text === undefined) return {};
  const identifier =
    parseDoi(text) ?? turn.refuse(`'Custom DOI' is '${text.slice(0, 60)}', which is none`, 'Give one such as 10.1234/my-data');
  return { pids: { doi: { identifier, provider: 'external' } } };
}

/** n8n gives a JSON field as text, or as an object when an expression made one. It is the metadata, or a whole draft. */
function jsonOf(turn: Turn): DraftChange {
  const given = turn.value<unknown>('metadataJson', '{}');
  const value = typeof given === 'string' ? parsed(given) : given;
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    turn.refuse(
      "'Metadata (JSON)' is not a JSON object",
      'It begins with { and holds title, resource_type and creators. Check quotes and commas.',
    );
  const { metadata, access, pids, custom_fields } = value as DraftInput;
  if (metadata === undefined && access === undefined && pids === undefined && custom_fields === undefined)
    return { metadata: value as Metadata };
  return {
    ...(metadata && { metadata }),
    ...(access && { access }),
    ...(pids && { pids }),
    ...(custom_fields && { custom_fields }),
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** A date as it is written; of a moment, which expressions give, its day. */
const dateIn = (text: unknown): string | undefined => filled(text)?.replace(/^(\d{4}-\d\d-\d\d)T.*$/, '$1');

const filled = (text: unknown): string | undefined => String(text ?? '').trim() || undefined;

const listed = (text: unknown, between: string): string[] =>
  String(text ?? '')
    .split(between)
    .map((part) => part.trim())
    .filter((part) => part !== '');

function withoutEmpty(metadata: NonNullable<DraftChange['metadata']>): object {
  const isFilled = (value: unknown) => value !== undefined && !(Array.isArray(value) && value.length === 0);
  return Object.fromEntries(Object.entries(metadata).filter(([, value]) => isFilled(value)));
}
