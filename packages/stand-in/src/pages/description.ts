import { html, type Markup } from './html.ts';

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' };

/** A description as paragraphs of plain text: its blocks stay apart, its tags go. */
export function descriptionText(description: string | undefined): Markup[] {
  return (description ?? '')
    .split(/<\/?(?:p|div|ul|ol|li|h[1-6]|tr|table|pre|blockquote|br)\b[^>]*>/i)
    .map((block) => plain(block).trim())
    .filter((block) => block !== '')
    .map((block) => html`<p>${block}</p>`);
}

function plain(markup: string): string {
  return markup.replace(/<[^>]*>/g, '').replace(/&(\w+);/g, (whole, name: string) => ENTITIES[name.toLowerCase()] ?? whole);
}
