import type { DepositRequest } from '../types/deposit.ts';
import type { PlanContent } from '../types/deposit-plan.ts';
declare const mark: unique symbol;
/** What a deposit would do: to read, to keep as JSON, and to hand to `deposit`, which then does exactly that or nothing. */
export declare class DepositPlan {
    #private;
    readonly content: PlanContent;
    readonly [mark] = true;
    /** @param content - of a plan that was made for this very request, perhaps read back from JSON */
    constructor(request: DepositRequest, content: PlanContent);
    /** What was planned for. Not in the JSON: files and callbacks cannot be kept. */
    get request(): DepositRequest;
    toJSON(): PlanContent;
    /** For a person, some lines. */
    toText(): string;
    /** Goes by a mark rather than `instanceof`: a program may hold two copies of this package. */
    static isPlan(value: object): value is DepositPlan;
}
export {};
