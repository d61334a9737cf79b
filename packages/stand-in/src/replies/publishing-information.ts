import { type Doc, docAt, textAt } from '../json.ts';
import type { Content } from '../state/entry.ts';

/** One line each for a journal, a book and a thesis, and the conference as it is. */
export function publishingInformation({ customFields, metadata }: Content): Doc {
  const given = (name: string) => docAt(customFields, name);
  const isGiven = (doc: Doc) => Object.keys(doc).length > 0;
  const [journal, imprint, meeting] = [given('journal:journal'), given('imprint:imprint'), given('meeting:meeting')];
  const thesis = customFields['thesis:university'] ?? given('thesis:thesis');
  const lines = {
    ...(isGiven(journal) ? { journal: journalLine(journal, textAt(metadata, 'publication_date')?.trim().slice(0, 4)) } : {}),
    ...(isGiven(imprint) ? { imprint: imprintLine(imprint) } : {}),
    ...(typeof thesis === 'string' ? { thesis } : isGiven(thesis as Doc) ? { thesis: thesisLine(thesis as Doc) } : {}),
  };
  return {
    ...(Object.keys(lines).length > 0 ? { publishing_information: lines } : {}),
    ...(isGiven(meeting) ? { conference: meeting } : {}),
  };
}

function journalLine({ title, volume, issue, pages, issn }: Doc, year: string | undefined): string {
  const number = volume && issue ? `${String(volume)}(${String(issue)})` : String(volume || issue || '');
  return `${[title, number, pages, issn ? `ISSN: ${String(issn)}` : undefined, year].filter(Boolean).join(', ')}.`;
}

function imprintLine({ title, edition, pages, place, isbn }: Doc): string {
  const book = title ? `${String(title)}${edition ? ` ${String(edition)} ed.` : ''}` : undefined;
  const where = [book, pages].filter(Boolean).join(', ');
  return [where, place, isbn ? `ISBN: ${String(isbn)}` : undefined]
    .filter(Boolean)
    .map((part) => `${String(part)}.`)
    .join(' ');
}

function thesisLine({ university, department, type, date_submitted, date_defended }: Doc): string {
  const school = university && department ? `${String(university)} (${String(department)})` : university || department;
  const dates = [date_submitted && `Submitted: ${String(date_submitted)}`, date_defended && `Defended: ${String(date_defended)}`];
  return [school, type, ...dates].filter(Boolean).join(', ');
}
