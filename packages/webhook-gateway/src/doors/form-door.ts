import { createHash } from 'node:crypto';
import { finished, type Readable } from 'node:stream';
import { Inject, Injectable } from '@nestjs/common';
import busboy from 'busboy';
import { type ArrivedFile, dropBodies } from '../intake/arrival.ts';
import { mostFiles, tooManyFiles } from '../intake/collector.ts';
import { announcedDigests, checkDigests } from '../intake/digests.ts';
import { datasetName, fileName, folderInName, quoted } from '../intake/file-name.ts';
import { Pace } from '../intake/pace.ts';
import { tooLarge } from '../intake/receive.ts';
import { Reception } from '../intake/reception.ts';
import { AcceptedView } from '../jobs/accepted-view.ts';
import { DryRunView } from '../jobs/dry-run-view.ts';
import { parseJsonObject } from '../json/scan-json.ts';
import { Problem } from '../problems/problem.ts';
import { letBodyCome } from './body-control.ts';
import { badForm, FormHeads } from './form-heads.ts';
import { keyOf, metaOf, optionalHeader } from './raw-headers.ts';
import { checkEncoding } from './security-checks.ts';
import { checkKind, type Turn } from './turn.ts';

const maxFieldBytes = 1024 * 1024;
const maxFields = 100;

/** What a form said besides its files. */
interface Fields {
  dataset: string | undefined;
  meta: Record<string, unknown>;
}

/** `multipart/form-data`: files that belong together, and fields that say something of them. It is taken whole or not at all. */
@Injectable()
export class FormDoor {
  readonly #reception: Reception;
  readonly #view: AcceptedView;
  readonly #dryRun: DryRunView;

  constructor(@Inject(Reception) reception: Reception, @Inject(AcceptedView) view: AcceptedView, @Inject(DryRunView) dryRun: DryRunView) {
    this.#dryRun = dryRun;
    this.#reception = reception;
    this.#view = view;
  }

  async take({ request, reply, recipe, admission, receivedAt, dryRun }: Turn): Promise<void> {
    const { headers } = admission;
    checkKind(recipe, 'form');
    checkEncoding(request.raw);
    const announced = announcedDigests(headers);
    const sums = announced.length > 0 ? { sha256: createHash('sha256'), sha512: createHash('sha512') } : undefined;
    if (sums) request.raw.on('data', (chunk: Buffer) => void [sums.sha256.update(chunk), sums.sha512.update(chunk)]);
    request.raw.pause();
    const maxBytes = this.#reception.limitOf(recipe);
    if (Number(request.raw.headers['content-length'] ?? 0) > maxBytes) throw tooLarge(maxBytes);
    const idempotencyKey = keyOf(admission);
    const dataset = optionalHeader(headers, 'x-dataset');
    const fields: Fields = { dataset, meta: { ...metaOf(headers) } };
    letBodyCome(request.raw);
    const files = await this.#read(request.raw, recipe, admission.body, fields, maxBytes);
    try {
      await admission.body?.finish();
      if (sums) checkDigests(announced, { sha256: sums.sha256.digest('hex'), sha512: sums.sha512.digest('hex') });
    } catch (error) {
      await dropBodies(files);
      throw error;
    }
    const said = {
      route: recipe.route,
      dataset: fields.dataset === undefined ? undefined : await orDrop(files, () => datasetName(fields.dataset!)),
      meta: fields.meta,
      received: receivedAt.toISOString(),
    };
    if (dryRun) {
      const names = files.map(({ name }) => name);
      const result = await this.#reception.preview({ recipe, said, files });
      return this.#dryRun.send(reply, { recipe, result, files: names });
    }
    await this.#view.send(reply, await this.#reception.accept({ recipe, said, files, idempotencyKey, receivedAt }));
  }

  /** Every file is in the spool, or an error and nothing is. */
  async #read(
    source: Readable & { readonly headers: Turn['request']['raw']['headers'] },
    recipe: Turn['recipe'],
    check: Turn['admission']['body'],
    fields: Fields,
    maxBytes: number,
  ): Promise<readonly ArrivedFile[]> {
    const { parser, heads } = parserFor(source.headers, maxBytes);
    const arriving: Promise<ArrivedFile>[] = [];
    const names = new Set<string>();
    const seen = new Set<string>();
    const controller = new AbortController();
    let foldered: Problem | undefined;
    // A file has its own; this one ends a form that stands still before, between or behind its files.
    const pace = new Pace(this.#reception.pace);
    const whole = new Promise<void>((resolve, reject) => {
      const fail = (error: unknown): void => {
        controller.abort(error);
        source.unpipe(heads);
        heads.destroy();
        parser.destroy();
        reject(error as Error);
      };
      const guarded =
        <A extends readonly unknown[]>(handle: (...args: A) => void) =>
        (...args: A): void => {
          try {
            handle(...args);
          } catch (error) {
            fail(error);
          }
        };
      if (check)
        source.on(
          'data',
          guarded((chunk: Buffer) => check.update(chunk)),
        );
      parser.on(
        'file',
        guarded((_field, stream: Readable, { filename }: { filename?: string }) => {
          stream.on('error', () => undefined);
          const name = newName(filename ?? '', names, (problem) => {
            foldered ??= problem;
          });
          if (name === undefined) {
            stream.resume();
            return;
          }
          const file = this.#reception.receive(stream, recipe).then((body) => ({ name, body }));
          file.catch(fail);
          arriving.push(file);
        }),
      );
      parser.on(
        'field',
        guarded((name: string, value: string, info: busboy.FieldInfo) => takeField(fields, seen, name, value, info)),
      );
      parser.on('filesLimit', () => fail(tooManyFiles()));
      parser.on('fieldsLimit', () => fail(badForm(`The form has more than ${maxFields} fields.`)));
      parser.on('error', (error: Error) => fail(error instanceof Problem ? error : badForm(sentenceOf(error))));
      parser.on('close', resolve);
      heads.on('error', fail);
      finished(source, { writable: false }, (error) => error && fail(cutOff()));
      source.on('data', (chunk: Buffer) => pace.count(chunk.length));
      pace.onSlow(fail);
      source.pipe(heads).pipe(parser);
    });
    try {
      await whole;
      const files = await Promise.all(arriving);
      if (foldered) throw foldered;
      if (files.length === 0) throw badForm('The form holds no file.', 'Add one, as curl -F file=@scan42.xy does.');
      return files;
    } catch (error) {
      const ended = await Promise.allSettled(arriving);
      await dropBodies(ended.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : [])));
      throw error;
    } finally {
      pace.stop();
    }
  }
}

function parserFor(headers: Turn['request']['raw']['headers'], maxBytes: number): { parser: busboy.Busboy; heads: FormHeads } {
  const boundary = /;\s*boundary=(?:"([^"]{1,70})"|([^\s;"]{1,70}))\s*(?:;|$)/i.exec(headers['content-type'] ?? '');
  if (!boundary) throw badForm('The form does not say what its boundary is.');
  const limits = { files: mostFiles, fields: maxFields, fieldNameSize: 200, fieldSize: maxFieldBytes, headerPairs: 50 };
  try {
    const parser = busboy({ headers, limits, preservePath: true, defParamCharset: 'utf8' });
    return { parser, heads: new FormHeads(boundary[1] ?? boundary[2] ?? '', { maxBytes, tooLarge: () => tooLarge(maxBytes) }) };
  } catch (error) {
    throw badForm(sentenceOf(error as Error));
  }
}

/**
 * The name of one more file; undefined for one in a folder, which is refused at the end of the form, since another of its name may follow.
 *
 * @throws {Problem} `bad-file-name`; `file-name-collision` also for names that some file systems take for one
 */
function newName(given: string, names: Set<string>, later: (problem: Problem) => void): string | undefined {
  const isInFolder = /^[^/\\:]+(\/[^/\\:]+)+$/.test(given) && !given.split('/').some((part) => part === '.' || part === '..');
  const name = fileName(isInFolder ? given.slice(given.lastIndexOf('/') + 1) : given);
  const folded = name.normalize('NFKC').toLowerCase();
  if (names.has(folded))
    throw new Problem(
      'file-name-collision',
      `Two files of the form are called ${quoted(name)}${isInFolder ? ', and a record has no folders to tell them apart' : ''}.`,
      'Rename one of them.',
    );
  names.add(folded);
  if (!isInFolder) return name;
  later(folderInName(given));
  return undefined;
}

function takeField(fields: Fields, seen: Set<string>, name: string, value: string, info: busboy.FieldInfo): void {
  if (info.nameTruncated || info.valueTruncated)
    throw badForm(`A field of the form is longer than ${maxFieldBytes} bytes, or its name than 200.`);
  if (!/^[A-Za-z0-9_.-]+$/.test(name) || ['__proto__', 'constructor', 'prototype'].includes(name))
    throw badForm(`The form has a field ${quoted(name)}; names of fields are letters, digits, _, - and dots.`);
  if (seen.has(name)) throw badForm(`The form has the field "${name}" twice.`, 'Send it once.');
  if (value.includes('\uFFFD')) throw badForm(`The field "${name}" of the form is not UTF-8.`);
  seen.add(name);
  if (name === 'dataset') fields.dataset = value;
  else if (name === 'meta') fields.meta = { ...fields.meta, ...parseJsonObject(Buffer.from(value), 'field "meta"') };
  else fields.meta = { ...fields.meta, [name]: value };
}

async function orDrop<T>(files: readonly ArrivedFile[], make: () => T): Promise<T> {
  try {
    return make();
  } catch (error) {
    await dropBodies(files);
    throw error;
  }
}

const sentenceOf = ({ message }: Error): string => `The form cannot be read: ${message.replace(/[^\x20-\x7e]/g, '?').slice(0, 100)}.`;

function cutOff(): Problem {
  return new Problem('cut-off', 'The connection ended before the form was whole; nothing was kept.', 'Send the whole form again.');
}
