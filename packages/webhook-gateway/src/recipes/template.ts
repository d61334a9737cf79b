import { LiquidError } from 'liquidjs';
import { dateOfValue } from './date-value.ts';
import { type Liquid, lockedLiquid, type Template } from './liquid.ts';
import { valueAt } from './paths.ts';

/** What a recipe may speak of. Nothing else goes in, so that the same input gives the same metadata. */
export interface Payload {
  readonly route: string;
  readonly dataset: string | undefined;
  readonly file: { readonly name: string };
  readonly meta: Readonly<Record<string, unknown>>;
  /** When the gateway took the request, ISO 8601 in UTC. */
  readonly received: string;
  /** In `versioning.version`: what stands for the number of the version until it is known. */
  readonly seq?: string;
  /** Inside `$each`: the entry. */
  readonly item?: unknown;
}

/** A place in the recipe that cannot be compiled or filled in. */
export class TemplateError extends Error {
  override name = 'TemplateError';
  readonly path: readonly PropertyKey[];

  constructor(path: readonly PropertyKey[], message: string) {
    super(message);
    this.path = path;
  }
}

type Filled = (payload: Payload) => unknown;

/**
 * Compiles a parsed tree. Only leaf strings are Liquid, so data can never add a key; `{ $value: path }` puts in a value
 * as it is, with its type.
 *
 * @throws {TemplateError} at compile time for Liquid that is wrong, at fill time for data that is missing
 */
export function compileTree(tree: unknown, path: readonly PropertyKey[], liquid: Liquid = lockedLiquid()): Filled {
  if (typeof tree === 'string') return compileText(tree, path, liquid);
  if (Array.isArray(tree)) {
    const items = tree.map((item, index) => ({ spread: isEach(item), fill: compileTree(item, [...path, index], liquid) }));
    return (payload) => items.flatMap(({ spread, fill }) => (spread ? (fill(payload) as unknown[]) : [fill(payload)]));
  }
  if (typeof tree !== 'object' || tree === null) return () => tree;
  if (isEach(tree)) return compileEach(tree, path, liquid);
  if (Object.hasOwn(tree, '$value')) return compileValue(tree as Readonly<Record<string, unknown>>, path);
  if (Object.hasOwn(tree, '$date')) return compileDate(tree as Readonly<Record<string, unknown>>, path);
  const members = Object.entries(tree).map(([key, value]) => [key, compileTree(value, [...path, key], liquid)] as const);
  return (payload) => Object.fromEntries(members.map(([key, fill]) => [key, fill(payload)]));
}

export function compileText(text: string, path: readonly PropertyKey[], liquid: Liquid = lockedLiquid()): (payload: Payload) => string {
  if (!text.includes('{{') && !text.includes('{%')) return () => text;
  const template = parse(text, path, liquid);
  const plain = plainPieces(text);
  return (payload) => {
    const quick = plain && filledPlainly(plain, payload);
    if (quick !== undefined) return quick;
    try {
      return String(liquid.renderSync(template, payload));
    } catch (error) {
      throw new TemplateError(path, reasonOf(error));
    }
  };
}

const plainName = /\{\{\s*((?:route|dataset|received|file\.name|seq|item|meta\.[A-Za-z_]\w*))\s*\}\}/;

/** The text between the names and the names, in turn, where a leaf has nothing of Liquid but names of what is mostly text. */
function plainPieces(text: string): readonly string[] | undefined {
  const pieces = text.split(new RegExp(plainName, 'g'));
  return pieces.some((piece, at) => at % 2 === 0 && /\{\{|\{%/.test(piece)) ? undefined : pieces;
}

/** Most leaves are such, and Liquid is slow at them. Undefined where a value is no text: Liquid knows what to make of that. */
function filledPlainly(pieces: readonly string[], payload: Payload): string | undefined {
  let text = '';
  for (const [at, piece] of pieces.entries()) {
    const value = at % 2 === 0 ? piece : valueAt(payload, piece);
    if (typeof value !== 'string' || value.length > 10_000) return undefined;
    text += value;
  }
  return text;
}

function parse(text: string, path: readonly PropertyKey[], liquid: Liquid): Template[] {
  try {
    return liquid.parse(text);
  } catch (error) {
    throw new TemplateError(path, reasonOf(error));
  }
}

const isEach = (tree: unknown): tree is Readonly<Record<string, unknown>> =>
  typeof tree === 'object' && tree !== null && Object.hasOwn(tree, '$each');

/** Entries that one list may become; Zenodo shows no more people. */
const mostItems = 500;

/** `{ $each: meta.operators, name: … }`: the rest once for each entry, which it calls `item`; `{ $each: …, $to: "{{ item }}" }` for what is no object. */
function compileEach(node: Readonly<Record<string, unknown>>, path: readonly PropertyKey[], liquid: Liquid): Filled {
  const { $each: wanted, $to: text, ...members } = node;
  if (typeof wanted !== 'string' || !listPath.test(wanted))
    throw new TemplateError(path, 'expected { $each: path } with a path such as meta.operators');
  if (text !== undefined && Object.keys(members).length > 0)
    throw new TemplateError(path, 'expected `$to` or keys beside `$each`, not both');
  const fill = compileTree(text ?? members, path, liquid);
  return (payload) => {
    const list = valueAt(payload, wanted);
    if (list === undefined) throw new TemplateError(path, `${wanted} was not sent`);
    if (!Array.isArray(list)) throw new TemplateError(path, `${wanted} is no list`);
    if (list.length > mostItems) throw new TemplateError(path, `${wanted} has ${list.length} entries, and ${mostItems} can be taken`);
    return list.map((item: unknown) => fill({ ...payload, item }));
  };
}

const listPath = /^(meta|item)(\.[\w-]+)+$/;
const valuePath = /^(route|dataset|received|file\.name|item|(meta|item)(\.[\w-]+)+)$/;

function compileValue(node: Readonly<Record<string, unknown>>, path: readonly PropertyKey[]): Filled {
  const wanted = node['$value'];
  if (Object.keys(node).length > 1 || typeof wanted !== 'string' || !valuePath.test(wanted))
    throw new TemplateError(path, 'expected { $value: path } alone, with a path such as meta.operator, dataset or file.name');
  return (payload) => {
    const value = valueAt(payload, wanted);
    if (value === undefined) throw new TemplateError(path, `${wanted} was not sent`);
    return value;
  };
}

/** `{ $date: meta.finished_at, default: received }`: the day, month or year that was sent. What was sent and is no date is an error, default or not. */
function compileDate({ $date: wanted, default: other, ...more }: Readonly<Record<string, unknown>>, path: readonly PropertyKey[]): Filled {
  const fixed = typeof other === 'string' && other !== 'received' ? dateOfValue(other) : undefined;
  const isOther = other === undefined || other === 'received' || fixed !== undefined;
  if (Object.keys(more).length > 0 || typeof wanted !== 'string' || !valuePath.test(wanted) || !isOther)
    throw new TemplateError(
      path,
      'expected { $date: path } with a path such as meta.finished_at, and perhaps `default: received` or a date',
    );
  return (payload) => {
    const value = valueAt(payload, wanted);
    if (value === undefined || value === null || value === '') {
      if (other === undefined) throw new TemplateError(path, `${wanted} was not sent`);
      return fixed ?? payload.received.slice(0, 10);
    }
    const date = dateOfValue(value);
    if (date !== undefined) return date;
    throw new TemplateError(
      path,
      `${wanted} is no date that can be read in one way only, such as 2026-11-25; it is ${JSON.stringify(value).slice(0, 60)}`,
    );
  };
}

/** Liquid's reason without its position inside the leaf, which is one line anyway. */
function reasonOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  const reason = message.split(', line:')[0]!.split('\n')[0]!;
  const missing = /^undefined variable: (.+)$/.exec(reason);
  if (missing) return `${missing[1]} was not sent`;
  return error instanceof LiquidError || error instanceof Error ? reason : 'cannot be filled in';
}
