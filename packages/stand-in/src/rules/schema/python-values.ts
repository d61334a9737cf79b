import { isDoc, type Json } from '../../json.ts';

/** What the server's own language takes for true: no empty text, list or object. */
export function isTruthy(value: Json | undefined): boolean {
  if (Array.isArray(value)) return value.length > 0;
  return isDoc(value) ? Object.keys(value).length > 0 : Boolean(value);
}

/** A value as the server's own language writes it into a text: `True`, `None`, `['a', 5]`. */
export function pythonText(value: Json): string {
  return typeof value === 'string' ? value : literal(value);
}

function literal(value: Json): string {
  if (value === null) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'number') return String(value);
  if (typeof value === 'string') return value.includes("'") && !value.includes('"') ? `"${value}"` : `'${value.replaceAll("'", "\\'")}'`;
  if (Array.isArray(value)) return `[${value.map(literal).join(', ')}]`;
  const members = Object.entries(value).map(([name, inner]) => `${literal(name)}: ${literal(inner)}`);
  return `{${members.join(', ')}}`;
}
