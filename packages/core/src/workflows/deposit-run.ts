import type { Settings } from '../options.ts';
import type { Dois } from '../resources/dois.ts';
import type { Drafts } from '../resources/drafts.ts';
import type { Files } from '../resources/files.ts';
import type { Records } from '../resources/records.ts';
import type { Versions } from '../resources/versions.ts';
import type { CallOptions } from '../types/call-options.ts';
import type { DepositRequest, DepositStep, DepositStepName } from '../types/deposit.ts';
import type { Draft } from '../types/record.ts';

/** The methods that a recipe is made of. */
export interface Resources {
  readonly drafts: Drafts;
  readonly files: Files;
  readonly dois: Dois;
  readonly records: Records;
  readonly versions: Versions;
}

/** One run of one deposit: what it works with, and how far it came. */
export class DepositRun {
  readonly zenodo: Resources;
  readonly settings: Settings;
  readonly request: DepositRequest;
  /** The key as the draft carries it. */
  readonly urn: string;
  readonly call: CallOptions;
  step: DepositStepName = 'planned';
  draftId: string | undefined;
  /** MD5 in lower-case hex by file key, once it is known: what each file at Zenodo has to be. */
  readonly digests = new Map<string, string>();
  /** Drafts of this run that an older one of the same key has replaced. */
  readonly abandoned = new Set<string>();

  constructor(zenodo: Resources, settings: Settings, request: DepositRequest, urn: string) {
    this.zenodo = zenodo;
    this.settings = settings;
    this.request = request;
    this.urn = urn;
    this.call = request.signal ? { signal: request.signal } : {};
  }

  get publishes(): boolean {
    return this.request.finish === 'publish';
  }

  /** Remembers a step durably, then tells of it. */
  async reach(name: DepositStepName, draft: Draft, message: string): Promise<void> {
    const doi = draft.pids['doi']?.identifier;
    const conceptDoi = draft.parent.pids?.['doi']?.identifier;
    this.step = name;
    this.draftId = draft.id;
    await this.request.journal?.save({ step: name, draftId: draft.id, ...(doi !== undefined && { doi }) });
    this.tell({ name, draftId: draft.id, message, ...(doi !== undefined && { doi }), ...(conceptDoi !== undefined && { conceptDoi }) });
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
