import type { Draft, ZenodoRecord } from '../types/record.ts';
import type { DepositRun } from './deposit-run.ts';
import type { Outcome, Place } from './place.ts';
/** Gives the draft a DOI if it has none. Asked twice, Zenodo answers 400; what the draft says counts. */
export declare function reserveDoi(run: DepositRun, draft: Draft): Promise<Draft>;
/** What is remembered before the call whose answer can be lost. */
export declare function announcePublish(run: DepositRun, place: Place): Promise<Outcome>;
/** The key goes in the last write before, if that is wished for. */
export declare function publishDraft(run: DepositRun, { draft }: Place): Promise<Outcome>;
/** The record that a publish may have made, as soon as it is there. */
export declare function awaitRecord(run: DepositRun, id: string): Promise<ZenodoRecord | undefined>;
