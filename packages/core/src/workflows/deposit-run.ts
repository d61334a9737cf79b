import { ConfigurationError } from '../errors/configuration-error.ts';
import type { Settings } from '../options.ts';
import type { Communities } from '../resources/communities.ts';
import type { Dois } from '../resources/dois.ts';
import type { Drafts } from '../resources/drafts.ts';
import type { Files } from '../resources/files.ts';
import type { Records } from '../resources/records.ts';
import type { Reviews } from '../resources/reviews.ts';
import type { Versions } from '../resources/versions.ts';
import type { CallOptions } from '../types/call-options.ts';
import type { DepositJournalEntry, DepositRequest, DepositStep, DepositStepName, SubmitTo } from '../types/deposit.ts';
import type { PlannedFiles } from '../types/deposit-plan.ts';
import type { FileSource } from '../types/file-source.ts';
import type { Draft, ZenodoRecord } from '../types/record.ts';
import { ensureFile, takenBy } from './deposit-request.ts';
import type { FileChanges } from './file-changes.ts';
import { ensureSameFiles, plannedFiles } from './planned-files.ts';
import type { PublishGuard } from './publish-guard.ts';

/** The methods that a recipe is made of. */
export interface Resources {
  readonly drafts: Drafts;
  readonly files: Files;
  readonly dois: Dois;
  readonly records: Records;
  readonly versions: Versions;
  readonly communities: Communities;
  readonly reviews: Reviews;
  readonly publishGuard: PublishGuard;
}

/** One run of one deposit: what it works with, and how far it came. */
export class DepositRun {
  readonly zenodo: Resources;
  readonly settings: Settings;
  readonly request: DepositRequest;
  /** The key as the draft carries it. */
  readonly urn: string;
  readonly call: CallOptions;
  /** True when a file key is this deposit's business. */
  readonly takes: (key: string) => boolean;
  step: DepositStepName = 'planned';
  draftId: string | undefined;
  /** MD5 in lower-case hex by source, once it is known: what each file at Zenodo has to be. */
  readonly digests = new Map<FileSource, string>();
  /** Drafts of this run that an older one of the same key has replaced. */
  readonly abandoned = new Set<string>();
  /** What the plan says of files, when there is one. */
  planned: PlannedFiles | undefined;
  #kept: { readonly draftId: string; readonly keys: readonly string[] } | undefined;
  readonly #named = new Map<string, readonly FileSource[]>();

  constructor(zenodo: Resources, settings: Settings, request: DepositRequest, urn: string) {
    this.zenodo = zenodo;
    this.settings = settings;
    this.request = request;
    this.urn = urn;
    this.takes = takenBy(request);
    const { signal, onWait } = request;
    this.call = { ...(signal && { signal }), ...(onWait && { onWait }) };
  }

  get publishes(): boolean {
    return this.request.finish === 'publish';
  }

  get submits(): SubmitTo | undefined {
    return typeof this.request.finish === 'object' ? this.request.finish : undefined;
  }

  get leaves(): boolean {
    return !this.publishes && !this.submits;
  }

  /** True when a file is to have the DOI in it, which has to be known before its first byte then. */
  get namesDoi(): boolean {
    return this.request.files.some((source) => source.withDoi && this.takes(source.key));
  }

  /** The files to bring, with the DOI in those that ask for it. Without a DOI yet, as they are. */
  sourcesFor({ pids, parent }: Pick<Draft | ZenodoRecord, 'pids'> & Partial<Pick<Draft, 'parent'>>): readonly FileSource[] {
    const doi = pids['doi']?.identifier ?? '';
    const conceptDoi = parent?.pids?.['doi']?.identifier;
    const known = this.#named.get(doi);
    if (known) return known;
    const taken = this.request.files.filter(({ key }) => this.takes(key));
    const sources = doi ? taken.map((source) => withDoi(source, doi, conceptDoi)) : taken;
    this.#named.set(doi, sources);
    return sources;
  }

  /** @throws {PlanChangedError} the files are not those of the plan any more */
  ensurePlanned(changes: FileChanges): void {
    if (this.planned) ensureSameFiles(this.planned, plannedFiles(changes));
  }

  /** What was in a draft before the first file was sent, with the policy `keep`; undefined when nobody remembers. */
  keptIn(draftId: string): readonly string[] | undefined {
    return this.#kept?.draftId === draftId ? this.#kept.keys : undefined;
  }

  /** Takes over what an earlier run remembered. */
  recall({ draftId, kept }: DepositJournalEntry): void {
    if (draftId !== undefined && kept !== undefined) this.#kept = { draftId, keys: kept };
  }

  /** Remembers what is kept before a file is sent, since afterwards nobody could tell. */
  async keep(draft: Draft, keys: readonly string[]): Promise<void> {
    if (this.request.filePolicy !== 'keep' || this.keptIn(draft.id)) return;
    this.#kept = { draftId: draft.id, keys };
    await this.#remember(draft);
  }

  /** Remembers a step durably, then tells of it. */
  async reach(name: DepositStepName, draft: Draft | ZenodoRecord, message: string): Promise<void> {
    const doi = draft.pids['doi']?.identifier;
    const conceptDoi = draft.parent.pids?.['doi']?.identifier;
    this.step = name;
    this.draftId = draft.id;
    await this.#remember(draft);
    this.tell({ name, draftId: draft.id, message, ...(doi !== undefined && { doi }), ...(conceptDoi !== undefined && { conceptDoi }) });
  }

  /** Remembers that the call which was announced was refused. */
  async rememberRefusal(draft: Draft): Promise<void> {
    await this.#remember(draft, { refused: true });
  }

  async #remember({ id, pids }: Draft | ZenodoRecord, more: Pick<DepositJournalEntry, 'refused'> = {}): Promise<void> {
    const doi = pids['doi']?.identifier;
    const kept = this.keptIn(id);
    const entry = { step: this.step, draftId: id, ...(doi !== undefined && { doi }), ...(kept && { kept }), ...more };
    await this.request.journal?.save(entry);
  }

  /**
   * Asks the caller and then the guard. What both allow counts as published.
   *
   * @throws {PublishCeilingError} none is left today
   * @throws {AccountStoppedError} Zenodo took something of this account for spam
   */
  async askToPublish(draftId: string): Promise<void> {
    await this.request.beforePublish?.(draftId);
    await this.zenodo.publishGuard.take(this.urn);
  }

  /** Says what was done besides, within the step that was reached. */
  note(message: string): void {
    this.tell({ name: this.step, message, ...(this.draftId !== undefined && { draftId: this.draftId }) });
  }

  tell(step: DepositStep): void {
    this.request.onStep?.(step);
    this.request.signal?.throwIfAborted();
  }

  /** Asks again and again, from soon to seldom, until there is something or `createLookMs` are over. Asks once at least. */
  async lookFor<T>(ask: () => Promise<T | undefined>): Promise<T | undefined> {
    const { createLookMs, transport } = this.settings;
    let waitMs = 250;
    for (let lookedMs = 0; ; waitMs = Math.min(waitMs * 1.5, 5000)) {
      const found = await ask();
      if (found !== undefined || lookedMs >= createLookMs) return found;
      const pauseMs = Math.min(waitMs, createLookMs - lookedMs);
      await transport.sleep(pauseMs, this.request.signal);
      lookedMs += pauseMs;
    }
  }
}

function withDoi(source: FileSource, doi: string, conceptDoi: string | undefined): FileSource {
  const named = source.withDoi?.(doi, conceptDoi) ?? source;
  ensureFile(named);
  if (named.key !== source.key)
    throw new ConfigurationError(`The file "${source.key}" is called "${named.key}" with the DOI in it; it has to keep its key.`);
  return named;
}
