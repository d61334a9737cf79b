import type { DepositEnding, Metadata } from '@zenodo-connect/core';
import { z } from 'zod';
import type { Auth } from '../auth/auth-schema.ts';
import { datasetName } from '../intake/file-name.ts';
import { Problem } from '../problems/problem.ts';
import { unknownKey, type YamlError, YamlFile } from '../yaml/yaml-file.ts';
import { type Accept, type Collect, doorKeys, doorShape, type Pull } from './door-settings.ts';
import { type DraftRule, type Ending, endingKeys, endingOf, endingShape } from './ending-settings.ts';
import { hiddenCharacter } from './hidden-characters.ts';
import { lockedLiquid } from './liquid.ts';
import { type Match, matchSchema } from './match-schema.ts';
import { mismatch, operatorNames } from './matcher.ts';
import { type CheckedMetadata, metadataFields, metadataSchema, requiredFields } from './metadata-schema.ts';
import { otherFields, otherNames } from './other-names.ts';
import { defaultsKey, leftOutKey, type SideFileKind, sideFileKinds } from './side-files.ts';
import { compileText, compileTree, type Payload, TemplateError } from './template.ts';

const exampleSchema = z.strictObject({
  name: z.string().min(1),
  dataset: z.string().optional(),
  file: z.string().min(1),
  meta: z.record(z.string(), z.unknown()).optional(),
  received: z.string().optional(),
  expect: z.record(z.string(), z.unknown()),
});

export const recipeSchema = z.strictObject({
  version: z.literal(1, { error: 'expected 1' }),
  route: z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/, 'expected small letters, digits and dashes'),
  /** Whose route this is: the routes of one tenant share what the gateway gives to each of them. */
  tenant: z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]{0,63}$/, 'expected small letters, digits and dashes')
    .optional(),
  match: matchSchema.optional(),
  ...doorShape,
  dataset: z.string().min(1).optional(),
  /** Where metadata comes from that the recipe does not give: a file of the set. */
  defaults_from: z.enum(sideFileKinds, { error: `expected ${sideFileKinds.join(', ')}` }).optional(),
  metadata: z.record(z.string(), z.unknown(), { error: 'expected an object with the metadata of the record' }),
  ...endingShape,
  examples: z.array(exampleSchema).default([]),
});

const knownKeys = [
  ...'version route tenant match dataset defaults_from metadata examples'.split(' '),
  ...'name file meta received expect'.split(' '),
  ...endingKeys,
  ...doorKeys,
  ...operatorNames,
];

export type RecipeExample = z.infer<typeof exampleSchema>;

/** What a recipe makes of a request. */
export interface RecipeResult {
  readonly dataset: string;
  readonly metadata: Metadata;
  readonly finish: DepositEnding;
  /** Who decides about the draft that is left. */
  readonly rule?: DraftRule;
  /** True: not a version of what the dataset has, but a record of its own. */
  readonly alone?: boolean;
  /** Milliseconds for which it is tried. */
  readonly giveUpAfterMs?: number;
  /** Milliseconds for which its bytes are kept once it failed or was cancelled; undefined: for ever. */
  readonly stoppedBytesMs?: number;
  /** Becomes the version, with the number of the version for `{index}`. */
  readonly versionLabel?: string;
  /** True: published without the community when that declines it. */
  readonly publishIfRefused?: boolean;
  /** What the side file says and the record will not have, a sentence each. */
  readonly leftOut?: readonly string[];
}

/** One route: which files it takes and what becomes of them. Deterministic: payload in, result or refusal out. */
export class Recipe {
  readonly file: string;
  readonly route: string;
  readonly tenant: string | undefined;
  readonly ending: Ending;
  readonly examples: readonly RecipeExample[];
  readonly auth: Auth;
  readonly accept: Accept;
  readonly collect: Collect | undefined;
  readonly pull: Pull | undefined;
  readonly defaultsFrom: SideFileKind | undefined;
  /** As it is written, before it is filled in. */
  readonly metadataTree: Readonly<Record<string, unknown>>;
  /** An error at a place of the file. */
  readonly errorAt: (path: readonly string[], expected: string) => YamlError;
  readonly #match: Match;
  readonly #jsonName: (payload: Payload) => string;
  readonly #pulls: ((payload: Payload) => unknown) | undefined;
  readonly #dataset: ((payload: Payload) => string) | undefined;
  readonly #metadata: (payload: Payload) => unknown;
  readonly #versionLabel: ((payload: Payload) => string) | undefined;
  readonly #sentBy: ((payload: Payload) => string) | undefined;

  /** @throws {YamlError} with line, column and what is expected there */
  constructor(file: string, text: string) {
    const yaml = new YamlFile(file, text);
    const source = yaml.check(recipeSchema, knownKeys, otherNames);
    for (const key of Object.keys(source.metadata)) {
      if (!(metadataFields as readonly string[]).includes(key)) throw yaml.errorAtKey(['metadata'], key, unknownField(key));
    }
    const absent = source.defaults_from ? undefined : requiredFields.find((field) => source.metadata[field] === undefined);
    if (absent) throw yaml.errorAt(['metadata'], `"metadata": ${absent} is missing, and Zenodo takes no record without it.`);
    if (source.community?.if_refused === 'publish' && !source.publish.i_understand_publication_is_permanent)
      throw yaml.errorAt(
        ['community', 'if_refused'],
        '"community.if_refused": publish is for ever: expected `i_understand_publication_is_permanent: true` under `publish`.',
      );
    const { version } = source.versioning;
    if (version !== undefined && (!/\{\{-?\s*seq\s*-?\}\}/.test(version) || source.metadata['version'] !== undefined))
      throw yaml.errorAt(
        ['versioning', 'version'],
        '"versioning.version": expected a text with {{ seq }}, and no `metadata.version` beside it.',
      );
    this.file = file;
    this.metadataTree = source.metadata;
    this.errorAt = (path, expected) => yaml.errorAt(path, expected);
    this.route = source.route;
    this.tenant = source.tenant;
    this.ending = endingOf(source);
    this.examples = source.examples;
    this.#match = source.match ?? {};
    this.defaultsFrom = source.defaults_from;
    this.auth = source.auth;
    this.accept = source.accept;
    this.collect = source.collect;
    this.pull = source.pull;
    const liquid = lockedLiquid();
    try {
      this.#jsonName = compileText(source.accept.json_name ?? 'payload.json', ['accept', 'json_name'], liquid);
      this.#pulls = source.pull && compileTree(source.pull.files, ['pull', 'files'], liquid);
      this.#dataset = source.dataset === undefined ? undefined : compileText(source.dataset, ['dataset'], liquid);
      this.#metadata = compileTree(source.metadata, ['metadata'], liquid);
      this.#versionLabel = version === undefined ? undefined : compileText(version, ['versioning', 'version'], liquid);
      const { sent_by } = source.publish;
      this.#sentBy = sent_by === undefined ? undefined : compileText(sent_by, ['publish', 'sent_by'], liquid);
    } catch (error) {
      if (!(error instanceof TemplateError)) throw error;
      throw yaml.errorAt(error.path, `"${error.path.join('.')}": ${error.message}.`);
    }
  }

  /** Why the recipe does not take this, in words; undefined when it does. */
  mismatchOf(payload: Payload): string | undefined {
    return mismatch(this.#match, payload);
  }

  /** @throws {Problem} `recipe-refused`, `bad-dataset` or `invalid-metadata`, with the field in words */
  apply(payload: Payload): RecipeResult {
    const reason = mismatch(this.#match, payload);
    if (reason)
      throw new Problem(
        'recipe-refused',
        `The route ${this.route} does not take this: ${reason}.`,
        'Send it to another route, or change `match` in the recipe.',
      );
    const dataset = this.#datasetOf(payload);
    const { finish, newRecordEach, giveUpAfterMs, ifRefused, stoppedBytesMs } = this.ending;
    const rule = this.#ruleOf({ ...payload, dataset });
    const metadata = this.#metadataOf({ ...payload, dataset });
    const leftOut = this.defaultsFrom ? (payload.meta[leftOutKey] as readonly string[] | undefined) : undefined;
    const versionLabel = this.#versionLabel && fill(this.#versionLabel, { ...payload, dataset, seq: '{index}' });
    return {
      dataset,
      metadata,
      finish,
      ...(rule && { rule }),
      ...(newRecordEach && { alone: true }),
      ...(giveUpAfterMs !== undefined && { giveUpAfterMs }),
      ...(stoppedBytesMs !== undefined && { stoppedBytesMs }),
      ...(versionLabel !== undefined && { versionLabel }),
      ...(ifRefused === 'publish' && { publishIfRefused: true }),
      ...(leftOut && { leftOut }),
    };
  }

  #ruleOf(payload: Payload): DraftRule | undefined {
    const { rule } = this.ending;
    return rule && this.#sentBy ? { ...rule, sentBy: fill(this.#sentBy, payload) } : rule;
  }

  /** The name under which a JSON body is deposited. @throws {Problem} `invalid-metadata` */
  jsonName(payload: Payload): string {
    return fill(this.#jsonName, payload);
  }

  /** What is fetched for a payload, as the recipe gives it and not yet checked. @throws {Problem} `invalid-metadata` */
  pulls(payload: Payload): readonly unknown[] {
    return this.#pulls ? (fill(this.#pulls, payload) as readonly unknown[]) : [];
  }

  #datasetOf(payload: Payload): string {
    if (this.#dataset) return datasetName(fill(this.#dataset, payload));
    if (payload.dataset !== undefined) return payload.dataset;
    throw new Problem('bad-dataset', 'The request names no dataset.', noDatasetStep);
  }

  #metadataOf(payload: Payload): Metadata {
    const filled = fill(this.#metadata, payload) as Readonly<Record<string, unknown>>;
    const defaults = this.defaultsFrom ? (payload.meta[defaultsKey] as object | undefined) : undefined;
    const result = metadataSchema.safeParse({ publication_date: payload.received.slice(0, 10), ...defaults, ...filled });
    if (!result.success) throw invalidMetadata(`metadata.${result.error.issues[0]!.path.join('.')}`, result.error.issues[0]!.message);
    const hidden = hiddenCharacter(result.data);
    if (hidden) throw invalidMetadata(`metadata.${hidden.path.join('.')}`, hidden.message);
    return asMetadata(result.data);
  }
}

const unknownField = (key: string): string =>
  Object.hasOwn(otherFields, key) ? `"${key}" is not a field here; ${otherFields[key]}` : unknownKey(key, metadataFields);

/** The schema asks for all that core's type does; what it does not know goes through as the recipe wrote it. */
const asMetadata = (checked: CheckedMetadata): Metadata => checked as unknown as Metadata;

function fill<T>(template: (payload: Payload) => T, payload: Payload): T {
  try {
    return template(payload);
  } catch (error) {
    if (error instanceof TemplateError) throw invalidMetadata(error.path.join('.'), error.message);
    throw error;
  }
}

const noDatasetStep =
  'Send the header X-Dataset, the field `dataset` of a form, or PUT to /in/{route}/{dataset}/{file}; or set `dataset` in the recipe.';

function invalidMetadata(field: string, reason: string): Problem {
  const missing = /^meta\.([\w.-]+) was not sent$/.exec(reason);
  const nextStep = missing
    ? `Send the header X-Meta-${missing[1]} or a field of that name, or give the recipe a default.`
    : `Set \`${field}\` in the recipe, or what it is made of in the request.`;
  return new Problem('invalid-metadata', `The recipe gives no valid metadata: ${field} ${reason}.`, nextStep, { members: { field } });
}
