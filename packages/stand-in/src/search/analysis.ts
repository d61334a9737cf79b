/**
 * How a field of text is cut into words. `words`: at spaces and punctuation. `plain`: punctuation is taken out first, so that
 * `S-2291` is one word and `<p>Peaks` is `ppeaks`; accents do not count.
 *
 * @see inveniosoftware/invenio-rdm-records: invenio_rdm_records/records/mappings/os-v2/rdmrecords/records/record-v7.0.0.json
 */
export type Reading = 'words' | 'plain';

const SIMPLE_PUNCTUATION = /[!-/:-@[-`{-~]/g;
const PUNCTUATION = /[!-/:-@[-`{-~\p{S}]/gu;
/** Letters and digits in a row; a dot between two letters or two digits holds them together. Han and Hiragana are words one by one. */
const WORD =
  /[\p{Script=Han}\p{Script=Hiragana}]|(?:(?![\p{Script=Han}\p{Script=Hiragana}])[\p{L}\p{N}\p{M}_])+(?:(?:(?<=\p{L})[.:'’·](?=\p{L})|(?<=\p{N})[.,;'’](?=\p{N}))[\p{L}\p{N}\p{M}_]+)*/gu;
const FOLDED: Readonly<Record<string, string>> = { ß: 'ss', æ: 'ae', œ: 'oe', ø: 'o', đ: 'd', ð: 'd', þ: 'th', ł: 'l', ı: 'i', ħ: 'h' };

/** Letters without accents, and nothing that could hold two words together: most texts are of these alone. */
const SIMPLE = /^[\t-~]*$/;
const SIMPLE_WORD = /[a-z0-9_]+/g;
const HOLDS = /[.:',;]/;

/** The words of a text, in lower case. */
export function wordsOf(text: string, reading: Reading): string[] {
  if (SIMPLE.test(text)) {
    const bare = reading === 'plain' ? text.replace(SIMPLE_PUNCTUATION, '') : text;
    if (!HOLDS.test(bare)) return bare.toLowerCase().match(SIMPLE_WORD) ?? [];
  }
  const lower = (reading === 'plain' ? text.replace(PUNCTUATION, '') : text).toLowerCase().match(WORD) ?? [];
  return reading === 'plain' ? lower.map(withoutAccents) : lower;
}

/** The letters of a text without their accents: `é` is `e`, `ß` is `ss`. */
function withoutAccents(text: string): string {
  if (/^[ -~]*$/.test(text)) return text;
  return text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[ßæœøđðþłıħ]/g, (letter) => FOLDED[letter]!);
}

/** A piece of a word with `*` and `?` between its letters, as the words of that reading are written. */
export function asWritten(text: string, reading: Reading): string {
  const lower = text.toLowerCase();
  return reading === 'plain' ? withoutAccents(lower.replace(/[!-)+-/:->@[-`{-~]/g, '')) : lower;
}
