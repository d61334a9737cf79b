import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { Observable, Subject } from 'rxjs';
import type { Store } from '../store/store.ts';
import { StoreError } from '../store/store-errors.ts';
import { DEPOSITS_SETTINGS, ZENODO_STORE } from '../zenodo.tokens.ts';
import type { DepositsSettings } from './deposits-options.ts';
import type { DepositJob } from './job.ts';
import { publicJob, type StoredJob } from './job-row.ts';
import { JobTable } from './job-table.ts';
import { Looker } from './looker.ts';
import { Wake } from './wake.ts';

/** How often watched jobs are read at most; one read for all of them. */
const longestPauseMs = 500;

/** Tells of the changes of jobs, whichever process makes them. All watched jobs are read together, and none when nobody watches. */
@Injectable()
export class JobWatch implements OnApplicationShutdown {
  readonly #jobs: JobTable;
  readonly #wake: Wake;
  readonly #looker: Looker;
  readonly #watched = new Map<string, Set<Subject<StoredJob | undefined>>>();
  #closed = false;

  constructor(@Inject(ZENODO_STORE) store: Store, @Inject(DEPOSITS_SETTINGS) settings: DepositsSettings, @Inject(Wake) wake: Wake) {
    this.#jobs = new JobTable(store);
    this.#wake = wake;
    this.#looker = new Looker(() => this.#read(), Math.min(settings.pollMs, longestPauseMs));
  }

  /**
   * The job now and after each change that is seen; changes that follow each other closely come as one. Fails for a job
   * that is not there.
   *
   * @param isLast - ends it; default never
   */
  of(id: string, absent: () => Error, isLast: (job: StoredJob) => boolean = () => false): Observable<DepositJob> {
    return new Observable((subscriber) => {
      const subject = new Subject<StoredJob | undefined>();
      let last = '';
      subject.subscribe({
        next: (job) => {
          if (!job) {
            subscriber.error(absent());
            return;
          }
          const shown = publicJob(job);
          const told = JSON.stringify(shown);
          if (told !== last) subscriber.next(shown);
          last = told;
          if (isLast(job)) subscriber.complete();
        },
        complete: () => subscriber.complete(),
        error: (error: unknown) => subscriber.error(error),
      });
      this.#add(id, subject);
      return () => this.#remove(id, subject);
    });
  }

  async onApplicationShutdown(): Promise<void> {
    this.#closed = true;
    this.#wake.forget(this.#looker.look);
    await this.#looker.stop();
    for (const subjects of this.#watched.values()) for (const subject of subjects) subject.complete();
  }

  #add(id: string, subject: Subject<StoredJob | undefined>): void {
    if (this.#closed) {
      subject.complete();
      return;
    }
    const subjects = this.#watched.get(id) ?? new Set();
    this.#watched.set(id, subjects.add(subject));
    this.#wake.listen(this.#looker.look);
    this.#looker.start();
  }

  #remove(id: string, subject: Subject<StoredJob | undefined>): void {
    const subjects = this.#watched.get(id);
    subjects?.delete(subject);
    if (subjects?.size === 0) this.#watched.delete(id);
    if (this.#watched.size > 0) return;
    this.#wake.forget(this.#looker.look);
    void this.#looker.stop();
  }

  async #read(): Promise<boolean> {
    const ids = [...this.#watched.keys()];
    if (ids.length === 0) return false;
    const read = await this.#jobs.findAll(ids).then(
      (jobs) => ({ jobs }),
      (error: unknown) => ({ error }),
    );
    if ('jobs' in read) {
      const byId = new Map(read.jobs.map((job) => [job.id, job]));
      for (const id of ids) for (const subject of this.#watched.get(id) ?? []) subject.next(byId.get(id));
    } else if (!(read.error instanceof StoreError) || read.error.problem === 'closed') {
      for (const id of ids) for (const subject of this.#watched.get(id) ?? []) subject.error(read.error);
    }
    // A database that is away for a moment is asked again.
    return false;
  }
}
