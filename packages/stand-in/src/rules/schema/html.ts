/** Tags that descriptions keep; all others are dropped and their text stays. */
const KEPT = new Set(
  'a abbr acronym b blockquote br code div em figcaption figure h1 h2 h3 h4 h5 h6 i img li ol p pre s span strike strong sub sup table tbody td tfoot th thead tr u ul'.split(
    ' ',
  ),
);
const ATTRIBUTES: Readonly<Record<string, readonly string[]>> = {
  a: ['href', 'title', 'name', 'class', 'rel'],
  img: ['src', 'alt', 'title'],
  '*': ['class'],
};

/** The HTML of a description without what could run or load: unknown tags, handlers, odd addresses, comments. */
export function sanitised(html: string): string {
  return html
    .replace(/<!--[\s\S]*?(?:-->|$)/g, '')
    .replace(/<(\/?)([a-zA-Z][\w-]*)((?:"[^"]*"|'[^']*'|[^"'>])*)>/g, (_, slash: string, name: string, rest: string) =>
      tag(slash, name.toLowerCase(), rest),
    );
}

function tag(slash: string, name: string, rest: string): string {
  if (!KEPT.has(name)) return '';
  if (slash) return `</${name}>`;
  const allowed = ATTRIBUTES[name] ?? ATTRIBUTES['*']!;
  let kept = '';
  for (const [, attribute = '', quoted, single] of rest.matchAll(/([\w-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g)) {
    const value = quoted ?? single ?? '';
    const isAddress = attribute === 'href' || attribute === 'src';
    if (allowed.includes(attribute.toLowerCase()) && !(isAddress && /^\s*(?:javascript|data|vbscript):/i.test(value)))
      kept += ` ${attribute}="${value}"`;
  }
  return `<${name}${kept}>`;
}
