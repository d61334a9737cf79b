import { unknownType } from '../events/event-types.ts';
import { Problem } from '../problems/problem.ts';

/** A type that there is not would match nothing for ever. @throws {Problem} `invalid-request` */
export function checkTypes(names: readonly string[] = []): void {
  const unknown = unknownType(names);
  if (!unknown) return;
  const detail = `There is no event "${unknown.name}".${unknown.hint}`;
  throw new Problem('invalid-request', detail, 'The README of the gateway lists them; a group of them is written as deposit.*.');
}
