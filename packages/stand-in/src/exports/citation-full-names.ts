import { type Doc, textAt } from '../json.ts';
import { isArticle, isBookLike, MONTHS, SHORT_MONTHS, type Work } from './citation-work.ts';

/** The style of the Modern Language Association, for what appears on the web. */
export function mla(work: Work): string {
  const [year = '', month, day] = work.date;
  const date = [day && String(Number(day)), month && SHORT_MONTHS[Number(month) - 1], year].filter(Boolean).join(' ');
  const place = isArticle(work)
    ? [work.container, work.volume && `vol. ${work.volume}`, work.issue && `no. ${work.issue}`, date, work.pages && `pp. ${work.pages}`]
    : [work.container, work.version, work.publisher, date];
  return [sentence(authors(work.authors, 2)), title(work), `${joined([...place, doiOf(work)])}.`].filter(Boolean).join(' ');
}

/** The Chicago Manual of Style, as in the bibliography beside full notes. */
export function chicago(work: Work): string {
  const [year = '', month, day] = work.date;
  const date = [day && String(Number(day)), month && MONTHS[Number(month) - 1], year].filter(Boolean).join(' ');
  const number = [work.volume, work.issue && `no. ${work.issue}`].filter(Boolean).join(', ');
  const place = isArticle(work)
    ? `${work.container} ${number} (${date})${work.pages && `: ${work.pages}`}`
    : joined([work.container && `In ${work.container}`, work.publisher, date]);
  return [sentence(authors(work.authors, 10)), title(work), sentence(place), sentence(doiOf(work))].filter(Boolean).join(' ');
}

/** `Curie, Marie, and Pierre Curie`: only the first is turned round. */
function authors(all: readonly Doc[], most: number): string {
  const names = all.map((one, at) => {
    const [family = '', given = ''] = [textAt(one, 'family'), textAt(one, 'given')];
    if (given === '') return family;
    return at === 0 ? `${family}, ${given}` : `${given} ${family}`;
  });
  if (names.length > most) return `${names[0]}, et al`;
  return names.length < 2 ? (names[0] ?? '') : `${names.slice(0, -1).join(', ')}, and ${names.at(-1)}`;
}

function title(work: Work): string {
  return isBookLike(work) ? sentence(work.title) : `“${sentence(work.title)}”`;
}

function doiOf({ doi }: Work): string {
  return doi && `https://doi.org/${doi}`;
}

function joined(parts: readonly (string | undefined)[]): string {
  return parts.filter(Boolean).join(', ');
}

function sentence(text: string): string {
  return text === '' || /[.?!]$/.test(text) ? text : `${text}.`;
}
