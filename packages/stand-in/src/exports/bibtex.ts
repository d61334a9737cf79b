import { docAt, docsAt, textAt } from '../json.ts';
import { edtfParts } from './edtf-date.ts';
import { doiIn, type ExportSource, idOf, typeIn } from './source.ts';
import { slug } from './texts.ts';

type Field =
  | 'address'
  | 'author'
  | 'booktitle'
  | 'doi'
  | 'journal'
  | 'month'
  | 'note'
  | 'number'
  | 'pages'
  | 'publisher'
  | 'school'
  | 'title'
  | 'url'
  | 'venue'
  | 'version'
  | 'volume'
  | 'year';

interface EntryType {
  readonly name: string;
  readonly required: readonly Field[];
  readonly optional: readonly Field[];
}

const LAST: readonly Field[] = ['doi', 'url'];
const WORK: readonly Field[] = ['author', 'title', 'month', 'year', 'note', 'publisher', 'version', ...LAST];
const MISC: EntryType = { name: 'misc', required: [], optional: WORK };
const UNPUBLISHED: EntryType = { name: 'unpublished', required: ['author', 'title', 'note'], optional: ['month', 'year', ...LAST] };
const THESIS: EntryType = {
  name: 'phdthesis',
  required: ['author', 'title', 'school', 'year'],
  optional: ['address', 'month', 'note', ...LAST],
};
const DATED: readonly Field[] = ['author', 'address', 'month', 'year', 'note', ...LAST];

/** Entry types for each resource type: the first whose required fields are all there, else `misc`. */
const ENTRY_TYPES: Readonly<Record<string, readonly EntryType[]>> = {
  dataset: [{ name: 'dataset', required: [], optional: WORK }],
  software: [{ name: 'software', required: [], optional: WORK }],
  'publication-article': [
    {
      name: 'article',
      required: ['author', 'title', 'journal', 'year'],
      optional: ['volume', 'number', 'pages', 'month', 'note', ...LAST],
    },
  ],
  'publication-book': [
    { name: 'book', required: ['author', 'title', 'publisher', 'year'], optional: ['volume', 'address', 'month', 'note', ...LAST] },
    { name: 'booklet', required: ['title'], optional: DATED },
  ],
  'publication-section': [
    {
      name: 'incollection',
      required: ['author', 'title', 'booktitle', 'year', 'publisher'],
      optional: ['pages', 'address', 'month', 'volume', 'number', ...LAST],
    },
    {
      name: 'inbook',
      required: ['author', 'title', 'pages', 'year', 'publisher'],
      optional: ['address', 'month', 'volume', 'number', 'note', ...LAST],
    },
  ],
  'publication-conferencepaper': [
    {
      name: 'inproceedings',
      required: ['author', 'title', 'booktitle', 'year'],
      optional: ['pages', 'publisher', 'address', 'month', 'note', 'venue', ...LAST],
    },
  ],
  'publication-conferenceproceeding': [
    { name: 'proceedings', required: ['title', 'year'], optional: ['publisher', 'address', 'month', 'note', ...LAST] },
  ],
  'publication-preprint': [UNPUBLISHED],
  'publication-workingpaper': [UNPUBLISHED],
  'publication-thesis': [THESIS],
  'publication-dissertation': [THESIS],
  'publication-technicalnote': [{ name: 'manual', required: ['title'], optional: DATED }],
};

const MONTHS = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ');

/** The record as a BibTeX entry. */
export function bibtex(source: ExportSource): string {
  const values = valuesOf(source);
  const type = ENTRY_TYPES[typeIn(source)]?.find((one) => one.required.every((field) => values[field]?.length)) ?? MISC;
  const rows = [...type.required, ...type.optional].flatMap((field) => {
    const value = values[field];
    return value === undefined ? [] : row(field, value);
  });
  return `@${type.name}{${keyOf(source, values.year as string | undefined)},\n${rows.join('').replace(/[&%$_#]/g, '\\$&')}}`;
}

function valuesOf(source: ExportSource): Partial<Record<Field, string | readonly string[]>> {
  const { metadata, customFields } = source;
  const [year, month] = edtfParts(textAt(metadata, 'publication_date') ?? '')[0] ?? [];
  const doi = doiIn(source) ?? textAt(docsAt(metadata, 'identifiers').find(({ scheme }) => scheme === 'doi') ?? {}, 'identifier');
  const custom = (field: string, name: string) => textAt(docAt(customFields, field), name);
  const found: Partial<Record<Field, string | readonly string[] | undefined>> = {
    address: addresses(source),
    author: docsAt(metadata, 'creators').map((creator) => textAt(docAt(creator, 'person_or_org'), 'name') ?? ''),
    publisher: textAt(metadata, 'publisher'),
    title: textAt(metadata, 'title'),
    year,
    month: month && MONTHS[Number(month) - 1],
    version: textAt(metadata, 'version'),
    doi,
    url: doi && `https://doi.org/${doi}`,
    school: textAt(customFields, 'thesis:university'),
    journal: custom('journal:journal', 'title'),
    volume: custom('journal:journal', 'volume'),
    number: custom('journal:journal', 'issue'),
    booktitle: custom('imprint:imprint', 'title'),
    pages: custom('imprint:imprint', 'pages'),
    venue: custom('meeting:meeting', 'place'),
  };
  return Object.fromEntries(Object.entries(found).filter(([, value]) => value !== undefined && value.length > 0));
}

function addresses({ metadata }: ExportSource): string | undefined {
  const places = docsAt(docAt(metadata, 'locations'), 'features').map((feature) => {
    const { place, description } = feature;
    const geometry = docAt(feature, 'geometry');
    const at = geometry['type'] === 'Point' && Array.isArray(geometry['coordinates']) ? geometry['coordinates'] : undefined;
    const words = [place ? `name=${String(place)}; ` : '', description ? `description=${String(description)}` : ''];
    return `'${words.join('')}${at ? `; lat=${String(at[0])}; lon=${String(at[1])}` : ''}'`;
  });
  return places.length === 0 ? undefined : `[${places.join(', ')}]`;
}

function row(field: Field, value: string | readonly string[]): string {
  const name = `  ${field.padEnd(12)} = `;
  if (typeof value !== 'string') return `${name}{${value.join(` and\n${' '.repeat(18)}`)}},\n`;
  const text = value.trim();
  if (text.length > 50 && field !== 'address') {
    const [first = '', ...lines] = wrapped(text, 50);
    return `${name}{${[first, ...lines.map((line) => `${' '.repeat(19)}${line}`)].join('\n')}\n${' '.repeat(19)}},\n`;
  }
  return field === 'month' || /^\d+$/.test(text) ? `${name}${text},\n` : `${name}{${text}},\n`;
}

/** Lines of at most `width`, broken at white space and after hyphens; longer words are cut. */
function wrapped(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const chunk of text.replace(/\s/g, ' ').match(/ +|[^ ]+?-(?=[\p{L}])|[^ ]+/gu) ?? []) {
    let rest = chunk;
    if (line !== '' && line.length + rest.length > width) {
      lines.push(line.trimEnd());
      line = '';
      if (rest.trim() === '') continue;
    }
    for (; rest.length > width; rest = rest.slice(width)) lines.push(rest.slice(0, width));
    line += rest;
  }
  return line.trim() === '' ? lines : [...lines, line.trimEnd()];
}

function keyOf(source: ExportSource, year: string | undefined): string {
  const id = idOf(source);
  const first = docAt(docsAt(source.metadata, 'creators')[0] ?? {}, 'person_or_org');
  const name = textAt(first, 'family_name') ?? textAt(first, 'name');
  return name === undefined ? id : `${slug(name, 40)}_${year === undefined ? id : `${year}_${id}`}`;
}
