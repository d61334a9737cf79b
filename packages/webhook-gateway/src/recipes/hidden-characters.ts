/** Controls but for tab and line ends, and what turns the direction of the text around it. */
const anywhere = /[\u202a-\u202e\u2066-\u2069]|(?![\t\n\r])\p{Cc}/u;
/** No width, and line ends that few programs know. In long texts they come with every copied page, and do no harm. */
const inNames = /[\u200b\u2028\u2029\u2060\ufeff]/u;
const longTexts = new Set(['description', 'additional_descriptions']);

const hidden = new RegExp(`${anywhere.source}|${inNames.source}`, 'gu');
/** Ends of lines and what moves to the next one, also those that few programs know. */
const breaks = /[\t-\r\u0085\u2028\u2029]/g;

/** Without what is refused in a title: line ends and tabs become spaces, spaces in a row one, and none is at the ends. */
export function cleanText(text: string): string {
  return text.replace(breaks, ' ').replace(hidden, '').replace(/\s+/g, ' ').trim();
}

interface HiddenCharacter {
  readonly path: readonly string[];
  readonly message: string;
}

/** The first text of the metadata with a character that nobody sees and that could make it look like another; undefined when there is none. */
export function hiddenCharacter(value: unknown, path: readonly string[] = []): HiddenCharacter | undefined {
  if (typeof value === 'string') {
    const found = anywhere.exec(value) ?? (longTexts.has(path[0] ?? '') ? null : inNames.exec(value));
    return found ? { path, message: `has the invisible character ${codeOf(found[0])}` } : undefined;
  }
  if (typeof value !== 'object' || value === null) return undefined;
  for (const [key, one] of Object.entries(value)) {
    const found = hiddenCharacter(one, [...path, key]);
    if (found) return found;
  }
  return undefined;
}

const codeOf = (character: string): string => `U+${character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}`;
