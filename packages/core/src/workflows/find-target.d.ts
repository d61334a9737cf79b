import type { DepositJournalEntry } from '../types/deposit.ts';
import type { Draft, ZenodoRecord } from '../types/record.ts';
import type { DepositRun } from './deposit-run.ts';
/**
 * How a run came to its draft. `made`: by this run, described and without files; `version`: the next version's, by this
 * run; `adopted` and `adopted_version`: an earlier run left it; `given`: it was given as `previous`.
 */
export type WayIn = 'made' | 'version' | 'adopted' | 'adopted_version' | 'given';
type AtDraft = {
    readonly draft: Draft;
    readonly way: WayIn;
    readonly record?: undefined;
};
type AtRecord = {
    readonly record: ZenodoRecord;
    readonly unchanged?: boolean;
    readonly draft?: undefined;
};
/** What a run goes on with. */
export type Target = AtDraft | AtRecord;
/** What there is for a deposit; the last two say what has to be made. */
export type Sight = ({
    readonly kind: 'draft';
} & AtDraft) | ({
    readonly kind: 'record';
} & AtRecord) | {
    readonly kind: 'nothing';
} | {
    readonly kind: 'no_version';
    readonly latest: ZenodoRecord;
};
/** Looks for the draft or record of this deposit, by the journal, by its key, by `previous`. Makes nothing. */
export declare function look(run: DepositRun, entry: DepositJournalEntry | undefined): Promise<Sight>;
/** Makes what is missing. A draft that an earlier run left is deleted before, if that is wished for. */
export declare function targetOf(run: DepositRun, sight: Sight): Promise<Target>;
/**
 * True for a draft of an earlier run that is to be discarded, and is this deposit's alone. One that others have a part
 * in, that a person made, or that a community has in hand is adopted all the same.
 */
export declare function isToDiscard(run: DepositRun, { draft, way }: AtDraft): boolean;
/** What there would be without a draft that is discarded. */
export declare function lookPast(run: DepositRun, gone: Draft): Promise<Sight>;
/** What to go on with when a draft went away under the work: somebody published or discarded it. */
export declare function findInstead(run: DepositRun, lost: Draft): Promise<Target | undefined>;
export {};
