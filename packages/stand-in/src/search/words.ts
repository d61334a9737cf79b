/** The words of a text: letters and digits, in lower case, without the tags of HTML. */
export function words(text: string): string[] {
  return (
    text
      .replace(/<[^>]*>/g, ' ')
      .toLowerCase()
      .match(/[\p{L}\p{N}_]+/gu) ?? []
  );
}
