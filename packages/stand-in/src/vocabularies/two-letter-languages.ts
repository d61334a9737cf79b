import { iso6393To1 } from 'iso-639-3';

const CODES = new Map(Object.entries(iso6393To1).map(([long, short]) => [short, long]));

/** The code of three letters for a language code of two, or undefined. */
export function languageOfTwoLetters(code: string): string | undefined {
  return CODES.get(code.toLowerCase());
}
