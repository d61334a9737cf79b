import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { BadRequestException, Inject, Injectable } from '@nestjs/common';
import {
  type DepositJob,
  DepositsService,
  InjectStore,
  InvalidDepositError,
  type NewDeposit,
  OnDeposit,
  type Store,
} from '@zenodo-connect/nestjs';
import { DatasetTable, type DatasetVersion } from './dataset-table.ts';
import { type ReceivedForm, receiveForm, removeFiles, UPLOADS } from './received-form.ts';

/** A version of a dataset with the job that deposits it. */
export interface DatasetStatus extends DatasetVersion {
  readonly state: DepositJob['state'];
  readonly nextAction: string;
}

@Injectable()
export class DatasetsService {
  readonly #deposits: DepositsService;
  readonly #table: DatasetTable;
  readonly #store: Store;
  readonly #uploads: string;

  constructor(deposits: DepositsService, table: DatasetTable, @InjectStore() store: Store, @Inject(UPLOADS) uploads: string) {
    this.#deposits = deposits;
    this.#table = table;
    this.#store = store;
    this.#uploads = uploads;
  }

  /**
   * Takes a dataset. The same bytes again are the same deposit; other bytes become the next version of its record.
   *
   * @throws {BadRequestException} with what is missing; then nothing is kept
   */
  async take(dataset: string, request: IncomingMessage): Promise<DepositJob> {
    const form = await receiveForm(request, this.#uploads);
    const { job, isNew } = await this.#deposit(dataset, form).catch(async (error: unknown) => {
      await removeFiles(form.files);
      throw error instanceof InvalidDepositError ? new BadRequestException(error.message) : error;
    });
    if (!isNew) await removeFiles(form.files);
    return job;
  }

  /** The newest version first; empty for a dataset that nobody has sent. */
  async statusOf(dataset: string): Promise<readonly DatasetStatus[]> {
    const versions = await this.#table.versionsOf(dataset);
    return Promise.all(
      versions.map(async (version) => {
        const { state, nextAction } = await this.#deposits.get(version.job);
        return { ...version, state, nextAction };
      }),
    );
  }

  /** Called once the record is public, at least once, in whichever process runs the handlers. */
  @OnDeposit('published')
  async published({ id, doi, files }: DepositJob): Promise<void> {
    if (doi !== undefined) await this.#table.setDoi(id, doi);
    await removeFiles(files);
  }

  async #deposit(dataset: string, form: ReceivedForm): Promise<{ readonly job: DepositJob; readonly isNew: boolean }> {
    const title = neededField(form, 'title');
    const deposit = depositOf(dataset, title, form);
    const { id, statements } = this.#deposits.prepare(deposit);
    await this.#store.write([...statements, this.#table.insert({ dataset, job: id, title })]);
    this.#deposits.wake(id);
    const job = await this.#deposits.get(id);
    return { job, isNew: job.files[0]?.ref === form.files[0]?.ref };
  }
}

function neededField({ fields }: ReceivedForm, name: string): string {
  const value = fields.get(name)?.trim();
  if (!value) throw new BadRequestException(`The field "${name}" is missing; fill it in.`);
  return value;
}

function depositOf(dataset: string, title: string, form: ReceivedForm): NewDeposit {
  const { files } = form;
  if (files.length === 0) throw new BadRequestException('A dataset has at least one file; add one to the form.');
  const sums = files.map(({ key, md5 }) => `${key}\0${md5}`).toSorted();
  const bytes = createHash('sha256').update(sums.join('\0')).digest('hex').slice(0, 16);
  return {
    key: `dataset/${dataset}/${bytes}`,
    series: `dataset/${dataset}`,
    finish: 'publish',
    metadata: {
      title,
      resource_type: { id: 'dataset' },
      publication_date: new Date().toISOString().slice(0, 10),
      publisher: 'Zenodo',
      creators: [{ person_or_org: { type: 'organizational', name: neededField(form, 'creator') } }],
    },
    files,
  };
}
