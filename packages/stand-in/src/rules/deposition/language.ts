import { languageOfTwoLetters } from '../../vocabularies/two-letter-languages.ts';
import { type Kind, valid, wrong } from '../schema/kinds.ts';

/** A language by its code of two or three letters. Two letters that mean none are dropped. */
export const language: Kind = {
  load(value) {
    if (typeof value !== 'string') return wrong('Not a valid string.');
    if (value.length === 3) return valid([{ id: value }]);
    if (value.length !== 2) return wrong('Language must be either ISO-639-1 or 639-2 compatible.');
    const id = languageOfTwoLetters(value);
    return valid([id === undefined ? {} : { id }]);
  },
};
