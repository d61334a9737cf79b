import type { Match } from './match-schema.ts';
import { valueAt } from './paths.ts';

export const operatorNames = [
  '$eq',
  '$neq',
  '$in',
  '$nin',
  '$startsWith',
  '$endsWith',
  '$contains',
  '$exists',
  '$gt',
  '$gte',
  '$lt',
  '$lte',
] as const;

type Test = (value: unknown, wanted: never) => boolean;
const list = (wanted: unknown): readonly unknown[] => (Array.isArray(wanted) ? wanted : [wanted]);
const someText = (how: (value: string, part: string) => boolean) => (value: unknown, wanted: unknown) =>
  typeof value === 'string' && list(wanted).some((part) => how(value, String(part)));
const number = (how: (value: number, wanted: number) => boolean) => (value: unknown, wanted: number) => {
  const given = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof given === 'number' && how(given, wanted);
};

/** Values from headers are text, so numbers are compared as the text they would be. */
const same = (value: unknown, wanted: unknown): boolean =>
  value === wanted || (typeof value === 'string' && ['number', 'boolean'].includes(typeof wanted) && value === String(wanted));

const tests: Readonly<Record<(typeof operatorNames)[number], Test>> = {
  $eq: same,
  $neq: (value, wanted) => !same(value, wanted),
  $in: (value, wanted) => list(wanted).some((one) => same(value, one)),
  $nin: (value, wanted) => !list(wanted).some((one) => same(value, one)),
  $startsWith: someText((value, part) => value.startsWith(part)),
  $endsWith: someText((value, part) => value.endsWith(part)),
  $contains: someText((value, part) => value.includes(part)),
  $exists: (value, wanted) => (value !== undefined) === wanted,
  $gt: number((value, wanted) => value > wanted),
  $gte: number((value, wanted) => value >= wanted),
  $lt: number((value, wanted) => value < wanted),
  $lte: number((value, wanted) => value <= wanted),
};

/** The first line that does not hold, in words; undefined when all do. */
export function mismatch(match: Match, payload: unknown): string | undefined {
  for (const [path, condition] of Object.entries(match)) {
    const operators = typeof condition === 'object' && condition !== null ? condition : { $eq: condition };
    for (const [name, wanted] of Object.entries(operators)) {
      const value = valueAt(payload, path);
      if (tests[name as keyof typeof tests](value, wanted as never)) continue;
      return `${path} is ${JSON.stringify(value) ?? 'missing'}, and the recipe takes ${name} ${JSON.stringify(wanted)}`;
    }
  }
  return undefined;
}
