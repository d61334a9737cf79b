import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Admission } from '../auth/admission.ts';
import { Problem } from '../problems/problem.ts';
import type { BodyKind } from '../recipes/door-settings.ts';
import type { Recipe } from '../recipes/recipe.ts';

/** One request that was let in, on its way through a door. */
export interface Turn {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly recipe: Recipe;
  readonly admission: Admission;
  readonly receivedAt: Date;
  /** Only say what would become of it. */
  readonly dryRun: boolean;
}

/** @throws {Problem} `unsupported-body`: the recipe does not take this kind */
export function checkKind({ route, accept }: Recipe, kind: BodyKind): void {
  if (!accept.bodies || accept.bodies.includes(kind)) return;
  const detail = `The route ${route} takes ${accept.bodies.join(', ')}, and this is ${kind}.`;
  throw new Problem('unsupported-body', detail, 'Send it as one of these, or change `accept.bodies` in the recipe.');
}

/** Whether the query asks what would become of it. @throws {Problem} `malformed-request` */
export function dryRunOf({ dry_run: dry }: Readonly<Record<string, unknown>>): boolean {
  const text = String(dry ?? '0');
  if (dry === undefined || ['0', '1', 'true', 'false', ''].includes(text)) return ['1', 'true', ''].includes(text);
  throw new Problem('malformed-request', 'dry_run is 1 or 0.', 'Send ?dry_run=1 to see what would become of the file, or nothing.');
}

/** Rather no than done in earnest. @param what - a commit, for one */
export function noDryRun(what: string): Problem {
  return new Problem(
    'invalid-request',
    `${what} has no dry run; nothing was done.`,
    'Leave dry_run out, or ask with the file itself: PUT to /in/{route}/{dataset}/{file}?dry_run=1.',
  );
}
