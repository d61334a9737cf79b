import { type PortableOptions, settingsFrom } from './options.ts';
import { Dois } from './resources/dois.ts';
import { Drafts } from './resources/drafts.ts';
import { Files } from './resources/files.ts';
import { Records } from './resources/records.ts';
import { Versions } from './resources/versions.ts';
import { Caller } from './transport/caller.ts';
import type { DepositRequest, DepositResult } from './types/deposit.ts';
import { deposit } from './workflows/deposit.ts';

/** Zenodo, through a transport that the caller brings. The default entry has one that brings its own. */
export class ZenodoClient {
  readonly drafts: Drafts;
  readonly files: Files;
  readonly dois: Dois;
  readonly records: Records;
  readonly versions: Versions;
  readonly #deposit: (request: DepositRequest) => Promise<DepositResult>;

  /** @throws {ConfigurationError} an option is missing or wrong */
  constructor(options: PortableOptions) {
    const settings = settingsFrom(options);
    const caller = new Caller(settings);
    this.drafts = new Drafts(settings, caller);
    this.files = new Files(settings, caller);
    this.dois = new Dois(settings, caller);
    this.records = new Records(settings, caller);
    this.versions = new Versions(settings, caller);
    this.#deposit = (request) => deposit(this, settings, request);
  }

  /**
   * Brings files and metadata into a draft and, if wanted, publishes it: one recipe of many calls that can stop anywhere
   * and go on later. The same key never makes a second record; answers that were lost are settled by reading.
   *
   * Fills in `publisher` (Zenodo) and `publication_date` (today, UTC) where both the request and the draft have none.
   * Each file's size and MD5 are compared with what Zenodo stored before anything is published.
   *
   * @throws {DepositError} it stopped; `cause` says why, and another run with the same key goes on
   * @throws {ConfigurationError} the request cannot work; nothing was sent
   */
  deposit(request: DepositRequest): Promise<DepositResult> {
    return this.#deposit(request);
  }
}
