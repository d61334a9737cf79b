import type { DepositJob, DepositsService, Store } from '@zenodo-connect/nestjs';

export interface StoppedQuery {
  readonly limit: number;
  readonly route?: string | undefined;
  /** The id of the last one of the page before. */
  readonly after?: string | undefined;
}

/** Deposits that need a person, in pages. */
export class StoppedDeposits {
  readonly #store: Store;
  readonly #deposits: DepositsService;

  constructor(store: Store, deposits: DepositsService) {
    this.#store = store;
    this.#deposits = deposits;
  }

  /** The newest first; `next` is what the page after it begins behind, if there is one. */
  async list(query: StoppedQuery): Promise<{ readonly jobs: readonly DepositJob[]; readonly next: string | undefined }> {
    const ids = await this.#ids({ ...query, limit: query.limit + 1 });
    const shown = ids.slice(0, query.limit);
    const jobs = await Promise.all(shown.map((id) => this.#deposits.find(id)));
    return { jobs: jobs.filter((job) => job !== undefined), next: ids.length > shown.length ? shown.at(-1) : undefined };
  }

  /** A job knows its route by the files that came in for it. */
  async #ids({ limit, route, after }: StoppedQuery): Promise<readonly string[]> {
    const [job, inbox] = [this.#store.table('job'), this.#store.table('inbox')];
    const ofRoute = route === undefined ? '' : `AND EXISTS (SELECT 1 FROM ${inbox} i WHERE i.job_id = j.id AND i.route = ?)`;
    const behind = after === undefined ? '' : `AND j.seq < (SELECT seq FROM ${job} WHERE id = ?)`;
    const params = [route, after].filter((one) => one !== undefined);
    const sql = `SELECT j.id FROM ${job} j WHERE j.state = 'failed' ${ofRoute} ${behind} ORDER BY j.seq DESC LIMIT ?`;
    return (await this.#store.query(sql, [...params, limit])).map((row) => String(row['id']));
  }
}
