import { Inject, Injectable } from '@nestjs/common';
import { announcedDigests, checkDigests } from '../intake/digests.ts';
import { datasetName, fileName } from '../intake/file-name.ts';
import { emptyFile, tooLarge } from '../intake/receive.ts';
import { judgeEarly, Reception } from '../intake/reception.ts';
import { AcceptedView } from '../jobs/accepted-view.ts';
import { DryRunView } from '../jobs/dry-run-view.ts';
import { Problem } from '../problems/problem.ts';
import { letBodyCome } from './body-control.ts';
import { keyOf, metaOf } from './raw-headers.ts';
import { checkBodyKind } from './security-checks.ts';
import { checkKind, type Turn } from './turn.ts';

interface Named {
  readonly dataset: string | undefined;
  readonly file: string | undefined;
}

/** The file as the body. All that can be refused without the body is refused before a byte of it is read. */
@Injectable()
export class RawDoor {
  readonly #reception: Reception;
  readonly #view: AcceptedView;
  readonly #dryRun: DryRunView;

  constructor(@Inject(Reception) reception: Reception, @Inject(AcceptedView) view: AcceptedView, @Inject(DryRunView) dryRun: DryRunView) {
    this.#dryRun = dryRun;
    this.#reception = reception;
    this.#view = view;
  }

  async take({ request, reply, recipe, admission, receivedAt, dryRun }: Turn, named: Named): Promise<void> {
    const { headers } = admission;
    const { route } = recipe;
    checkKind(recipe, 'file');
    const file = fileName(named.file ?? missingFileName());
    const dataset = named.dataset === undefined ? undefined : datasetName(named.dataset);
    const announced = announcedDigests(headers);
    checkBodyKind(request.raw, announced.length > 0);
    const idempotencyKey = keyOf(admission);
    const said = { route, dataset, meta: metaOf(headers), received: receivedAt.toISOString() };
    const early = judgeEarly(recipe, said, file);
    if (dryRun && early && !admission.body) return this.#dryRun.send(reply, { recipe, result: early, files: [file] });
    this.#checkLength(request.raw.headers['content-length'], this.#reception.limitOf(recipe));
    letBodyCome(request.raw);
    const sha512 = announced.some(({ algorithm }) => algorithm === 'sha512');
    const body = await this.#reception.receive(request.raw, recipe, { sha512, check: admission.body });
    try {
      await admission.body?.finish();
      checkDigests(announced, body.sums);
    } catch (error) {
      await body.spoolFile?.drop();
      throw error;
    }
    if (dryRun) {
      const result = await this.#reception.preview({ recipe, said, files: [{ name: file, body }] });
      return this.#dryRun.send(reply, { recipe, result, files: [file] });
    }
    const accepted = await this.#reception.accept({ recipe, said, files: [{ name: file, body }], early, idempotencyKey, receivedAt });
    await this.#view.send(reply, accepted);
  }

  #checkLength(length: string | undefined, maxBytes: number): void {
    if (length === undefined) return;
    if (Number(length) === 0) throw emptyFile();
    if (Number(length) > maxBytes) throw tooLarge(maxBytes);
  }
}

function missingFileName(): never {
  throw new Problem('bad-file-name', 'The request names no file.', 'Send the header X-File-Name, or PUT to /in/{route}/{dataset}/{file}.');
}
