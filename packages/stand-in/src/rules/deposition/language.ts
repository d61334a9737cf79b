import { isDoc, type Json } from '../../json.ts';
import { languageOfTwoLetters } from '../../vocabularies/two-letter-languages.ts';
import { type Kind, valid, wrong } from '../schema/kinds.ts';

/** A language by its code of two or three letters. Two letters that mean none are dropped. */
export const language: Kind = {
  load(value) {
    const length = lengthOf(value);
    if (length === undefined) return wrong('Not a valid string.');
    if (length === 3) return valid([{ id: value }]);
    const id = typeof value === 'string' ? languageOfTwoLetters(value) : undefined;
    return length === 2 ? valid([id === undefined ? {} : { id }]) : wrong('Language must be either ISO-639-1 or 639-2 compatible.');
  },
};

/** Length as the server counts it: of a text, a list or an object; a number has none. */
function lengthOf(value: Json): number | undefined {
  if (typeof value === 'string' || Array.isArray(value)) return value.length;
  return isDoc(value) ? Object.keys(value).length : undefined;
}
