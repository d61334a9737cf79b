/** For clients that cannot read JSON: only who names text/plain, and not JSON beside it, gets a line of text. */
export function wantsText(accept: string | undefined): boolean {
  return accept !== undefined && /\btext\/plain\b/i.test(accept) && !/json/i.test(accept);
}
