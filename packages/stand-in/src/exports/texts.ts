/** Tags that begin on a line of their own. */
const BLOCKS =
  /<(?:address|article|aside|blockquote|details|dialog|dd|div|dl|dt|fieldset|figcaption|figure|footer|form|h[1-6]|header|hgroup|hr|li|main|nav|ol|p|pre|section|table|ul)\b[^>]*>/gi;

/** The text of HTML: tags away, blocks on lines of their own, entities as characters. */
export function strippedHtml(html: string): string {
  return decoded(
    html
      .replace(BLOCKS, '\n')
      .replace(/<[^>]*>/g, '')
      .trim(),
  );
}

/** HTML as text that shows its tags: what is no entity yet is made one. */
export function shownHtml(html: string): string {
  return html
    .replace(/&(?!#\d+;|#x[\da-f]+;|\w+;)/gi, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;');
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: '\u00a0' };

function decoded(text: string): string {
  return text.replace(/&(?:#(\d+)|#x([\da-f]+)|(\w+));/gi, (whole, decimal?: string, hex?: string, name?: string) => {
    const code = decimal ? Number(decimal) : hex ? Number.parseInt(hex, 16) : undefined;
    if (code !== undefined) return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
    return ENTITIES[name ?? ''] ?? whole;
  });
}

/** A word for a key: letters without accents, digits and underscores, at most `most` long. */
export function slug(text: string, most: number): string {
  return text
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '')
    .slice(0, most)
    .replace(/_+$/, '');
}

/** Bytes as `8.0 B` or `1.5 KB`, in steps of 1024. */
export function sizeText(bytes: number): string {
  const power = Math.floor(Math.log(bytes) / Math.log(1024));
  const value = Math.round((bytes / 1024 ** power) * 100) / 100;
  return `${Number.isInteger(value) ? `${value}.0` : value} ${['B', 'KB', 'MB', 'GB', 'TB', 'PB'][power]}`;
}
