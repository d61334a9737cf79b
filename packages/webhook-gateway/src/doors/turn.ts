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
