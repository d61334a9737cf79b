import { Problem } from '../http/problem.ts';
import { textAt } from '../json.ts';
import { chicago, mla } from './citation-full-names.ts';
import { initials, inverted, isArticle, isBookLike, listed, MONTHS, SHORT_MONTHS, type Work, workOf } from './citation-work.ts';
import { cslJson } from './csl.ts';
import type { ExportSource } from './source.ts';

const STYLES: Readonly<Record<string, (work: Work) => string>> = {
  apa,
  'chicago-fullnote-bibliography': chicago,
  'harvard-cite-them-right': harvard,
  ieee,
  'modern-language-association': mla,
  vancouver,
};

/**
 * The record as one line of a bibliography, in the style that the query names (APA, Chicago, Harvard, IEEE, MLA, Vancouver: those of Zenodo's page); in English whatever the locale.
 *
 * @throws {Problem} 400 for a style that is not known
 */
export function citation(source: ExportSource): string {
  return citationIn(source, source.query.get('style') || 'harvard-cite-them-right');
}

/** @throws {Problem} 400 for a style that is not known */
export function citationIn(source: ExportSource, wanted: string): string {
  const name = wanted.toLowerCase();
  const style = Object.hasOwn(STYLES, name) ? STYLES[name] : undefined;
  if (!style) throw new Problem(400, 'Citation string style not found.');
  return style(workOf(cslJson(source)))
    .replace(/ {2,}/g, ' ')
    .replace(/\.\.+/g, '.');
}

function harvard(work: Work): string {
  const names = listed(
    work.authors.map((one) => inverted(one, '.')),
    { most: 3, last: ' and ' },
  );
  const title = isBookLike(work) ? work.title : `“${work.title}”`;
  const head = `${names} (${work.date[0] ?? 'no date'}) ${title}`;
  const doi = work.doi && ` doi:${work.doi}.`;
  if (isArticle(work)) {
    const number = work.volume + (work.issue && `(${work.issue})`);
    return `${[head, work.container, number, work.pages && `pp. ${work.pages}`].filter(Boolean).join(', ')}.${doi}`;
  }
  const host = work.container && `, ${work.container}`;
  return `${head}${host}. ${[work.event, work.publisher].filter(Boolean).join(', ')}.${doi}`;
}

function apa(work: Work): string {
  const all = work.authors.map((one) => inverted(one, '.', ' '));
  const [last = '', ...before] = all.toReversed();
  const names = before.length === 0 ? last : `${before.toReversed().join(', ')}, & ${last}`;
  const doi = work.doi && ` https://doi.org/${work.doi}`;
  const head = `${names.endsWith('.') ? names : `${names}.`} (${apaDate(work)}). ${work.title}`;
  if (isArticle(work)) {
    const number = work.volume + (work.issue && `(${work.issue})`);
    return `${head}. ${[work.container, number, work.pages].filter(Boolean).join(', ')}.${doi}`;
  }
  const label = work.type === 'dataset' ? ' [Data set]' : '';
  const place = [
    work.version,
    work.volume && `Vol. ${work.volume}`,
    work.issue && `Number ${work.issue}`,
    work.pages && `pp. ${work.pages}`,
  ].filter(Boolean);
  const host = place.length > 0 ? ` (${place.join(', ')})` : '';
  const described = work.container ? `${label}. In ${work.container}${host}` : `${host}${label}`;
  return `${head}${described}.${work.publisher && ` ${work.publisher}.`}${doi}`;
}

function apaDate({ date: [year = 'n.d.', month, day], type }: Work): string {
  // Days matter to what appears by the day; a dataset or an article is of its year.
  if (!/^(?:post|webpage|speech|article-newspaper|article-magazine)/.test(type) || !month) return year;
  return `${year}, ${MONTHS[Number(month) - 1]}${day ? ` ${Number(day)}` : ''}`;
}

function ieee(work: Work): string {
  const names = listed(
    work.authors.map((one) =>
      one['given'] ? `${initials(textAt(one, 'given') ?? '', '.', ' ')} ${String(one['family'])}` : String(one['family']),
    ),
    { most: 6, last: ' and ', lastOfMany: ', and ' },
  );
  const [year, month, day] = work.date;
  const date = [month && `${SHORT_MONTHS[Number(month) - 1]}${day ? ` ${Number(day)}` : ''}`, year].filter(Boolean).join(day ? ', ' : ' ');
  const host = [work.container, work.volume && `vol. ${work.volume}`, work.issue && `no. ${work.issue}`].filter(Boolean).join(', ');
  const pages = work.pages && `pp. ${work.pages}`;
  const head = `[1]${names}, “${work.title}”${host && `, ${host}`}`;
  const doi = work.doi && ` doi: ${work.doi}.`;
  if (isArticle(work)) return `${[head, pages, date].filter(Boolean).join(', ')},${doi || '.'}`;
  return `${head}. ${[work.publisher, pages, date].filter(Boolean).join(', ')}.${doi}`;
}

function vancouver(work: Work): string {
  const names = listed(
    work.authors.map((one) => [one['family'], initials(textAt(one, 'given') ?? '', '')].filter(Boolean).join(' ')),
    {
      most: 6,
      last: ', ',
    },
  );
  const pages = work.pages && ` p. ${work.pages}.`;
  if (isArticle(work)) {
    const number = work.volume + (work.issue && `(${work.issue})`);
    return `1. ${names}. ${work.title}. ${work.container}. ${work.date[0] ?? ''}${number && `;${number}`}${work.pages && `:${work.pages}`}. `;
  }
  const host = [work.volume && work.container && `Vol. ${work.volume}`, work.container].filter(Boolean).join(', ');
  return `1. ${names}. ${work.title}. ${host && `${host}. `}${[work.publisher, work.date[0]].filter(Boolean).join('; ')}.${pages} `;
}
