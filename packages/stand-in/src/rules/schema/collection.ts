import { invalid, Problem } from '../../http/problem.ts';
import { type Doc, docsAt, isDoc, type Json, textAt } from '../../json.ts';
import { type Kind, list, object, text, wrong } from './kinds.ts';

const LONGEST = 255;
const ofLength = (value: string) => (value.length < 1 || value.length > LONGEST ? `Length must be between 1 and ${LONGEST}.` : undefined);

const slug = text({
  check: (value) => ofLength(value) ?? (/^[\w-]+$/.test(value) ? undefined : 'Slug: letters, numbers, underscores, or hyphens only.'),
});
const order: Kind = {
  load(value) {
    if (typeof value !== 'number' || !Number.isInteger(value)) return wrong('Not a valid integer.');
    return value < 0 ? wrong('Order must be non-negative.') : { value, errors: [] };
  },
};
const query = text({ check: (value) => (isClosed(value) ? undefined : 'Invalid search query: brackets or quotes are not closed.') });

const TREE = [
  { name: 'slug', kind: slug, required: true },
  { name: 'title', kind: text({ check: ofLength }), required: true },
  { name: 'order', kind: order },
];
const tree = object(TREE);
const collection = object([...TREE, { name: 'search_query', kind: query, required: true }]);
const newOrder = object([
  { name: 'slug', kind: text(), required: true },
  { name: 'order', kind: order, required: true },
]);

interface TreeInput {
  readonly slug: string;
  readonly title: string;
  readonly order?: number;
}

/** @throws {Problem} 400 with every field that is wrong */
export function readTreeInput(body: Json | undefined): TreeInput {
  return inputOf(loaded(tree, body));
}

/** @throws {Problem} 400 with every field that is wrong */
export function readCollectionInput(body: Json | undefined): TreeInput & { readonly query: string } {
  const value = loaded(collection, body);
  return { ...inputOf(value), query: textAt(value, 'search_query')! };
}

/** Slugs with their new places. @throws {Problem} 400 with every field that is wrong, or for none */
export function readOrder(body: Json | undefined): Map<string, number> {
  const value = loaded(object([{ name: 'order', kind: list(newOrder), required: true }]), body);
  const items = docsAt(value, 'order');
  if (items.length === 0)
    throw new Problem(400, 'A validation error occurred.', [{ field: 'order', messages: ['At least one item required.'] }]);
  return new Map(items.map((item) => [textAt(item, 'slug')!, Number(item['order'])]));
}

function loaded(kind: Kind, body: Json | undefined): Doc {
  const { value, errors } = kind.load(isDoc(body) ? body : {});
  if (errors.length > 0 || !isDoc(value)) throw invalid(errors);
  return value;
}

function inputOf(value: Doc): TreeInput {
  const given = value['order'];
  return { slug: textAt(value, 'slug')!, title: textAt(value, 'title')!, ...(typeof given === 'number' ? { order: given } : {}) };
}

/** True when quotes and brackets of a query are closed. */
function isClosed(text: string): boolean {
  const plain = text.replace(/\\./g, '').replace(/"[^"]*"/g, '');
  if (plain.includes('"')) return false;
  let depth = 0;
  for (const char of plain) {
    if (char === '(') depth++;
    else if (char === ')' && --depth < 0) return false;
  }
  return depth === 0;
}
