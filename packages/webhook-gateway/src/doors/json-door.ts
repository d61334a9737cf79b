import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { Inject, Injectable } from '@nestjs/common';
import { announcedDigests, checkDigests } from '../intake/digests.ts';
import { datasetName, fileName } from '../intake/file-name.ts';
import { checkPulls } from '../intake/pull-files.ts';
import { Puller } from '../intake/puller.ts';
import { tooLarge } from '../intake/receive.ts';
import { judge, Reception } from '../intake/reception.ts';
import { AcceptedView } from '../jobs/accepted-view.ts';
import { DryRunView } from '../jobs/dry-run-view.ts';
import { parseJsonObject } from '../json/scan-json.ts';
import { Problem } from '../problems/problem.ts';
import type { Recipe } from '../recipes/recipe.ts';
import type { Payload } from '../recipes/template.ts';
import { objectsIn } from '../sources/s3-event.ts';
import { Sources } from '../sources/sources.ts';
import { letBodyCome } from './body-control.ts';
import { keyOf, metaOf, optionalHeader } from './raw-headers.ts';
import { checkBodyKind } from './security-checks.ts';
import { confirmTopic, snsMessageIn } from './sns-messages.ts';
import { checkKind, type Turn } from './turn.ts';

const jsonBytes = 1024 * 1024;

/** A JSON message: what it says is `meta`, and it is deposited itself, or what it tells of is fetched. */
@Injectable()
export class JsonDoor {
  readonly #reception: Reception;
  readonly #puller: Puller;
  readonly #sources: Sources;
  readonly #view: AcceptedView;
  readonly #dryRun: DryRunView;

  constructor(
    @Inject(Reception) reception: Reception,
    @Inject(Puller) puller: Puller,
    @Inject(Sources) sources: Sources,
    @Inject(AcceptedView) view: AcceptedView,
    @Inject(DryRunView) dryRun: DryRunView,
  ) {
    this.#dryRun = dryRun;
    this.#sources = sources;
    this.#reception = reception;
    this.#puller = puller;
    this.#view = view;
  }

  async take(turn: Turn): Promise<void> {
    const { request, reply, recipe, admission, dryRun } = turn;
    const { headers } = admission;
    checkKind(recipe, 'json');
    checkBodyKind(request.raw);
    checkCharset(request.raw.headers['content-type']);
    const idempotencyKey = keyOf(admission);
    const announced = announcedDigests(headers);
    const bytes = await this.#bytes(turn);
    admission.body?.update(bytes);
    await admission.body?.finish();
    checkDigests(announced, { sha256: hexOf('sha256', bytes), sha512: hexOf('sha512', bytes) });
    const message = parseJsonObject(bytes);
    const sns = recipe.auth.type === 'sns' ? snsMessageIn(message) : undefined;
    if (sns?.subscribeUrl !== undefined) await confirmTopic(sns.subscribeUrl);
    if (sns && !sns.content) return sendNothing(turn);
    if (admission.provider && isPing(request.raw.headers, message)) return sendNothing(turn);
    if (this.#sources.has(recipe.route)) return this.#noteObjects(turn, sns?.content ?? message);
    const meta = { ...metaOf(headers), ...(sns?.content ?? message) };
    const dataset = optionalHeader(headers, 'x-dataset');
    const said = {
      route: recipe.route,
      dataset: dataset === undefined ? undefined : datasetName(dataset),
      meta,
      received: turn.receivedAt.toISOString(),
    };
    const wanted = await this.#wanted(turn, said);
    if (!wanted) return sendNothing(turn);
    const { name, result } = wanted;
    const pulls = recipe.pull ? checkPulls(recipe.pulls({ ...said, file: { name } }), recipe.pull) : [];
    if (dryRun) return this.#dryRun.send(reply, { recipe, result, files: pulls.length > 0 ? [] : [name], pulls });
    const key = idempotencyKey ?? sns?.id;
    if (pulls.length > 0) {
      const { receivedAt } = turn;
      const accepted = await this.#puller.want({
        recipe,
        said: { ...said, dataset: result.dataset },
        files: pulls,
        key,
        bytes,
        receivedAt,
      });
      return this.#view.send(reply, accepted);
    }
    await this.#view.send(reply, await this.#deposit(turn, said, name, bytes, key));
  }

  /** A notification of a bucket says where to look, and proves nothing: the objects are read with our own key. */
  async #noteObjects({ reply, recipe }: Turn, message: Readonly<Record<string, unknown>>): Promise<void> {
    const objects = this.#sources.hint(recipe.route, objectsIn(message));
    if (objects === 0) await reply.code(204).send();
    else await reply.code(202).send({ status: 'noted', objects });
  }

  async #deposit(turn: Turn, said: Omit<Payload, 'file'>, name: string, bytes: Buffer, idempotencyKey: string | undefined) {
    const { recipe, receivedAt } = turn;
    const body = await this.#reception.receive(Readable.from([bytes]), recipe);
    return this.#reception.accept({ recipe, said, files: [{ name, body }], idempotencyKey, receivedAt });
  }

  /** Undefined for an event of a service that the recipe does not want: to refuse it would make the service stop sending. */
  async #wanted({ recipe, admission }: Turn, said: Omit<Payload, 'file'>) {
    try {
      const name = fileName(recipe.jsonName({ ...said, file: { name: 'payload.json' } }));
      return { name, result: judge(recipe, said, [name]).result };
    } catch (error) {
      if (admission.provider && error instanceof Problem && error.kind === 'recipe-refused') return undefined;
      throw error;
    }
  }

  /** The whole body in memory, which is why it is small. */
  async #bytes({ request, recipe }: Turn): Promise<Buffer> {
    const most = Math.min(recipe.accept.json_max_bytes ?? jsonBytes, this.#reception.limitOf(recipe));
    if (Number(request.raw.headers['content-length'] ?? 0) > most) throw tooLarge(most);
    letBodyCome(request.raw);
    const body = await this.#reception.receive(request.raw, limited(recipe, most));
    if (body.bytes) return body.bytes;
    try {
      return await body.spoolFile!.read();
    } finally {
      await body.spoolFile!.drop();
    }
  }
}

const hexOf = (algorithm: string, bytes: Buffer): string => createHash(algorithm).update(bytes).digest('hex');

/** The recipe with a smaller limit. */
const limited = (recipe: Recipe, most: number): Pick<Recipe, 'accept'> => ({ accept: { ...recipe.accept, max_bytes: most } });

/** @throws {Problem} `unsupported-body`: JSON is UTF-8, and what else a header says would be read in two ways */
function checkCharset(type: string | undefined): void {
  const charset = /;\s*charset="?([^";\s]+)/i.exec(type ?? '')?.[1];
  if (type?.includes(',') || (charset !== undefined && !/^(utf-?8|us-ascii)$/i.test(charset)))
    throw new Problem('unsupported-body', 'JSON in another encoding than UTF-8 is not taken.', 'Send it as application/json in UTF-8.');
}

function isPing(headers: Turn['request']['raw']['headers'], message: Readonly<Record<string, unknown>>): boolean {
  return headers['x-github-event'] === 'ping' && typeof message['zen'] === 'string';
}

/** Understood, and nothing to do. */
async function sendNothing({ reply }: Turn): Promise<void> {
  await reply.code(204).send();
}
