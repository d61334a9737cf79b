import { html, Markup } from './html.ts';

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' };
/** What is kept of HTML that users wrote, without its attributes; headings go below those of the page. */
const KEPT: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    'p br ul ol li b strong i em u s code pre sub sup blockquote div span table thead tbody tr th td'.split(' ').map((tag) => [tag, tag]),
  ),
  ...Object.fromEntries('h1 h2 h3 h4 h5 h6'.split(' ').map((tag) => [tag, 'h4'])),
  a: 'a',
};
/** What is left out with all that is in it. */
const DROPPED = /<(script|style|iframe|object|svg|math|template)\b[\s\S]*?(?:<\/\1\s*>|$)/gi;

/**
 * HTML that users wrote, as far as it is safe: a few tags, no attributes but the address of a link, every tag closed.
 * Whatever else stands there is shown as text or left out.
 */
export function safeHtml(given: string | undefined): Markup {
  const open: string[] = [];
  let out = '';
  for (const [part, close, name, attributes] of (given ?? '')
    .replace(DROPPED, '')
    .matchAll(/<(\/?)([a-zA-Z][a-zA-Z0-9]*)([^<>]*)>|<[!?][^>]*>|[^<]+|</g)) {
    if (name === undefined) out += part.startsWith('<') && part.length > 1 ? '' : shown(part);
    else out += close === '/' ? closed(name.toLowerCase(), open) : opened(name.toLowerCase(), attributes ?? '', open);
  }
  return new Markup(
    out +
      open
        .toReversed()
        .map((tag) => `</${tag}>`)
        .join(''),
  );
}

function opened(name: string, attributes: string, open: string[]): string {
  const tag = Object.hasOwn(KEPT, name) ? KEPT[name]! : undefined;
  if (tag === undefined) return '';
  if (tag === 'br') return '<br>';
  open.push(tag);
  if (tag !== 'a') return `<${tag}>`;
  const [, , address = ''] = /\bhref\s*=\s*(["'])(.*?)\1/i.exec(attributes) ?? [];
  const href = decoded(address).trim();
  return /^https?:\/\//i.test(href) ? html`<a rel="nofollow noopener" href="${href}">`.text : '<a>';
}

/** Closes a tag with all that was opened in it; one that was never opened closes nothing. */
function closed(name: string, open: string[]): string {
  const tag = Object.hasOwn(KEPT, name) ? KEPT[name]! : '';
  const at = open.lastIndexOf(tag);
  if (at < 0) return '';
  return open
    .splice(at)
    .toReversed()
    .map((one) => `</${one}>`)
    .join('');
}

function shown(text: string): string {
  return html`${decoded(text)}`.text;
}

function decoded(text: string): string {
  return text.replace(/&(?:(\w+)|#(\d{1,7})|#x([\da-f]{1,6}));/gi, (whole, name?: string, number?: string, hex?: string) => {
    if (name !== undefined) return ENTITIES[name.toLowerCase()] ?? whole;
    const code = number === undefined ? Number.parseInt(hex!, 16) : Number(number);
    return code > 31 && code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}
