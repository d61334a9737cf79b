/** What steers a terminal, ends a line, or lets a text look like another one. */
const unseen = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;
const escaped = (char: string): string => `\\u{${char.codePointAt(0)?.toString(16)}}`;

/** One line as it may be shown, whoever wrote it. */
export const visible = (text: string): string => text.replace(unseen, escaped);

/** The same of several lines; their ends stay. */
export const visibleLines = (text: string): string => text.split('\n').map(visible).join('\n');

/** JSON in one line. Its own escapes leave out what is above 126, and a terminal takes some of that for commands too. */
export const jsonLine = (value: unknown): string =>
  JSON.stringify(value).replace(unseen, (char) =>
    Array.from({ length: char.length }, (_, index) => `\\u${char.charCodeAt(index).toString(16).padStart(4, '0')}`).join(''),
  );
