import { Liquid, type Template } from 'liquidjs';
import { formatInstant } from './format-instant.ts';
import { cleanText } from './hidden-characters.ts';

const keptTags = ['if', 'unless', 'case', 'comment', 'raw'];
const keptFilters = [
  'append',
  'capitalize',
  'default',
  'downcase',
  'first',
  'join',
  'last',
  'lstrip',
  'prepend',
  'remove',
  'remove_first',
  'replace',
  'replace_first',
  'rstrip',
  'size',
  'slice',
  'split',
  'strip',
  'strip_newlines',
  'truncate',
  'truncatewords',
  'upcase',
  'plus',
  'minus',
  'times',
  'divided_by',
  'round',
  'ceil',
  'floor',
  'abs',
]; // prettier-ignore

const noFile = (): never => {
  throw new Error('A recipe cannot read files.');
};

/**
 * Liquid with everything taken away that a recipe does not need: no loops, no files, no clock, own properties only. A
 * name that is missing or misspelt is an error rather than an empty text.
 */
export function lockedLiquid(): Liquid {
  const liquid = new Liquid({
    ownPropertyOnly: true,
    strictFilters: true,
    strictVariables: true,
    lenientIf: true,
    parseLimit: 10_000,
    renderLimit: 1_000,
    memoryLimit: 1_000_000,
    cache: false,
    // Else it asks the system for one by Intl, whose tables take 8 MB; no filter that is kept uses it.
    locale: 'en-US',
    relativeReference: false,
    fs: { exists: noFile, existsSync: noFile, readFile: noFile, readFileSync: noFile, resolve: noFile },
  });
  keepOnly(liquid.tags, keptTags);
  keepOnly(liquid.filters, keptFilters);
  liquid.registerFilter('slug', slug);
  liquid.registerFilter('date', formatInstant);
  liquid.registerFilter('clean', clean);
  return liquid;
}

export type { Liquid, Template };

function keepOnly(registry: Record<string, unknown>, kept: readonly string[]): void {
  for (const name of Object.keys(registry)) if (!kept.includes(name)) delete registry[name];
}

/** Letters and digits of ASCII with single dashes between: `Probe Nº 7 (äu)` → `probe-no-7-au`. */
function slug(value: unknown): string {
  const plain = String(value).normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  return plain.replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, '');
}

/** Of a list each entry, so that it can be joined. */
function clean(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(clean);
  return cleanText(String(value ?? ''));
}
