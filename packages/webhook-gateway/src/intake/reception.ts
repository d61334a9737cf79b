import type { Readable } from 'node:stream';
import { Inject, Injectable } from '@nestjs/common';
import type { Statement } from '@zenodo-connect/nestjs';
import type { BodyCheck } from '../auth/admission.ts';
import type { Settings } from '../config/settings.ts';
import { GATEWAY_SETTINGS } from '../gateway.tokens.ts';
import { Problem } from '../problems/problem.ts';
import type { Recipe, RecipeResult } from '../recipes/recipe.ts';
import type { Payload } from '../recipes/template.ts';
import { type ArrivedFile, dropBodies } from './arrival.ts';
import { Collector } from './collector.ts';
import { type Accepted, Intake } from './intake.ts';
import type { PaceLimits } from './pace.ts';
import { type ReceivedBody, receiveBody } from './receive.ts';
import { withSideFile } from './side-reader.ts';
import { Spool } from './spool.ts';

/** Files as a door got them, with what was said of them. */
export interface Offer {
  readonly recipe: Recipe;
  /** Without `file`: that is one of the files. */
  readonly said: Omit<Payload, 'file'>;
  readonly files: readonly ArrivedFile[];
  /** What the recipe made of the only file before its bytes came. */
  readonly early?: RecipeResult | undefined;
  readonly idempotencyKey: string | undefined;
  readonly receivedAt: Date;
  /** Written in the transaction that takes the files in, knowing the id of what they become. */
  readonly also?: (jobId: string) => readonly Statement[];
}

/** From the bytes of a door to the intake: what every door does in the same way. */
@Injectable()
export class Reception {
  readonly #settings: Settings;
  readonly #spool: Spool;
  readonly #intake: Intake;
  readonly #collector: Collector;

  constructor(
    @Inject(GATEWAY_SETTINGS) settings: Settings,
    @Inject(Spool) spool: Spool,
    @Inject(Intake) intake: Intake,
    @Inject(Collector) collector: Collector,
  ) {
    this.#settings = settings;
    this.#spool = spool;
    this.#intake = intake;
    this.#collector = collector;
  }

  /** The most bytes that one request to this route may have. */
  limitOf({ accept }: Pick<Recipe, 'accept'>): number {
    return Math.min(accept.max_bytes ?? Infinity, this.#settings.limits.maxBytes);
  }

  /** How slowly a body may come. */
  get pace(): PaceLimits {
    return this.#settings.limits;
  }

  /** Puts a body into the spool. @throws {Problem} as `receiveBody` */
  receive(
    stream: Readable,
    recipe: Pick<Recipe, 'accept'>,
    { sha512 = false, check }: { sha512?: boolean; check?: BodyCheck | undefined } = {},
  ): Promise<ReceivedBody> {
    const look = check && ((chunk: Uint8Array) => check.update(chunk));
    return receiveBody(stream, { spool: this.#spool, maxBytes: this.limitOf(recipe), pace: this.pace, sha512, look });
  }

  /** Takes the files in. When it does not, nothing of them is kept. @throws {Problem} */
  async accept({ recipe, said, files, early, idempotencyKey, receivedAt, also }: Offer): Promise<Accepted> {
    const { payload, result } = early
      ? { payload: { ...said, file: { name: files[0]!.name } }, result: early }
      : await this.#judged(recipe, said, files);
    if (recipe.collect) return this.#collector.take({ recipe, payload, files, idempotencyKey, receivedAt, ...(also && { also }) });
    return this.#intake.accept({ route: recipe.route, files, idempotencyKey, recipe: result, receivedAt, ...(also && { also }) });
  }

  /** What would become of the files, which are dropped. @throws {Problem} */
  async preview({ recipe, said, files }: Pick<Offer, 'recipe' | 'said' | 'files'>): Promise<RecipeResult> {
    const { result } = await this.#judged(recipe, said, files);
    await dropBodies(files);
    return result;
  }

  async #judged(recipe: Recipe, said: Offer['said'], files: Offer['files']): Promise<{ payload: Payload; result: RecipeResult }> {
    try {
      const names = files.map(({ name }) => name);
      return judge(recipe, await withSideFile(recipe, said, files, this.#spool), names);
    } catch (error) {
      await dropBodies(files);
      throw error;
    }
  }
}

/**
 * What the recipe makes of a file before its bytes come; undefined when the bytes may have something to say.
 *
 * @throws {Problem} the recipe does not take it, or what it makes is no valid metadata
 */
export function judgeEarly(recipe: Recipe, said: Offer['said'], name: string): RecipeResult | undefined {
  return recipe.defaultsFrom === undefined ? recipe.apply({ ...said, file: { name } }) : undefined;
}

/**
 * What the recipe makes of the files. Of several, the first that it takes is the `file` of its texts; the others go along.
 *
 * @throws {Problem} the recipe takes none of them, or what it makes is no valid metadata
 */
export function judge(recipe: Recipe, said: Offer['said'], names: readonly string[]): { payload: Payload; result: RecipeResult } {
  let refusal: unknown;
  for (const name of names) {
    const payload = { ...said, file: { name } };
    try {
      return { payload, result: recipe.apply(payload) };
    } catch (error) {
      if (!(error instanceof Problem && error.kind === 'recipe-refused')) throw error;
      refusal ??= error;
    }
  }
  throw refusal;
}
