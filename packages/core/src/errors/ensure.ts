import { ConfigurationError } from './configuration-error.ts';

/**
 * Says before anything is sent which argument is wrong, what is wrong with it, and how a right one looks.
 *
 * @throws {ConfigurationError} always
 */
export function refuse(field: string, wrong: string, example: string): never {
  throw new ConfigurationError(`"${field}" ${wrong}; give ${example}.`, field);
}

/** A short rendering of what came, for a message. */
export function shown(value: unknown): string {
  if (value === undefined) return 'is missing';
  const text = typeof value === 'string' ? `"${value}"` : typeof value === 'object' && value !== null ? kindOf(value) : String(value);
  return `is ${text.length > 60 ? `${text.slice(0, 57)}…` : text}`;
}

function kindOf(value: object): string {
  if (value instanceof Promise) return 'a promise';
  return Array.isArray(value) ? 'a list' : 'an object';
}

/** @throws {ConfigurationError} it is no object */
export function ensureObject(field: string, value: unknown, example: string): void {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) refuse(field, shown(value), `an object such as ${example}`);
}

/** @throws {ConfigurationError} it is no text, or an empty one */
export function ensureText(field: string, value: unknown, example: string): string {
  if (typeof value === 'string' && value.trim() !== '') return value;
  return refuse(field, value === '' ? 'is empty' : shown(value), example);
}

/** @throws {ConfigurationError} it is none of them */
export function ensureOneOf<Choice extends string>(field: string, value: unknown, choices: readonly Choice[]): Choice {
  const found = choices.find((choice) => choice === value);
  return found ?? refuse(field, shown(value), `one of ${choices.map((choice) => `"${choice}"`).join(', ')}`);
}

/** @throws {ConfigurationError} it is no whole number in that range */
export function ensureWhole(field: string, value: unknown, least: number, most: number): number {
  if (typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most) return value;
  return refuse(field, shown(value), `a whole number from ${least} to ${most}`);
}

/** @throws {ConfigurationError} it is no day of the calendar */
export function ensureDay(field: string, value: unknown): string {
  if (typeof value === 'string' && /^\d{4}-\d\d-\d\d$/.test(value) && isDay(value)) return value;
  return refuse(field, shown(value), 'a day such as "2027-01-31"');
}

/** Communities and requests go by UUID where a slug would be misread. @throws {ConfigurationError} it is none */
export function ensureUuid(field: string, value: unknown, example: string): string {
  if (typeof value === 'string' && /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(value)) return value;
  return refuse(field, shown(value), example);
}

/** `2026-02-30` is none, although `Date` takes it. */
export function isDay(text: string): boolean {
  const at = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text);
}
