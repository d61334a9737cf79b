import { type Doc, docAt, docsAt, type Json, textAt } from '../json.ts';

/** What the styles need of CSL-JSON, each as text; absent is empty. */
export interface Work {
  readonly type: string;
  readonly title: string;
  readonly authors: readonly Doc[];
  readonly date: readonly string[];
  readonly container: string;
  readonly volume: string;
  readonly issue: string;
  readonly pages: string;
  readonly event: string;
  readonly version: string;
  readonly publisher: string;
  readonly doi: string;
}

/** What the styles need of a record in CSL-JSON. */
export function workOf(csl: Doc): Work {
  const text = (key: string) => textAt(csl, key) ?? '';
  const dates = docAt(csl, 'issued')['date-parts'];
  const date = Array.isArray(dates) ? (dates[0] as Json[]).map(String) : [];
  return {
    type: text('type'),
    title: text('title'),
    authors: docsAt(csl, 'author'),
    date,
    container: text('container_title'),
    volume: text('volume'),
    issue: text('issue'),
    pages: text('page').replace(/\s*-+\s*/g, '–'),
    event: text('event'),
    version: text('version'),
    publisher: text('publisher'),
    doi: text('DOI'),
  };
}

export const MONTHS = 'January February March April May June July August September October November December'.split(' ');
export const SHORT_MONTHS = 'Jan. Feb. Mar. Apr. May Jun. Jul. Aug. Sep. Oct. Nov. Dec.'.split(' ');

export function isArticle({ type, container }: Work): boolean {
  return type === 'article-journal' && container !== '';
}

export function isBookLike({ type }: Work): boolean {
  return /^(?:book|report|thesis|graphic|motion_picture|software|song)$/.test(type);
}

/** `Curie, M.`; an organisation as it is. */
export function inverted(person: Doc, after: string, between = ''): string {
  const given = textAt(person, 'given');
  return given ? `${String(person['family'])}, ${initials(given, after, between)}` : String(person['family']);
}

/** The first letters of given names; a hyphen between two is kept where they are dotted. */
export function initials(given: string, after: string, between = ''): string {
  return given
    .split(/\s+/)
    .filter(Boolean)
    .map((name) =>
      name
        .split('-')
        .map((part) => `${part.charAt(0).toUpperCase()}${after}`)
        .join(after === '' ? '' : '-'),
    )
    .join(between);
}

export function listed(names: readonly string[], how: { most: number; last: string; lastOfMany?: string }): string {
  if (names.length > how.most) return `${names[0]} et al.`;
  if (names.length <= 1) return names[0] ?? '';
  const joint = names.length > 2 ? (how.lastOfMany ?? how.last) : how.last;
  return `${names.slice(0, -1).join(', ')}${joint}${names.at(-1)}`;
}
