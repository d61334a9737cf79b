import type { DepositRequest } from '../types/deposit.ts';
import type { PlanContent } from '../types/deposit-plan.ts';
import { planText } from './plan-text.ts';

const mark = Symbol.for('zenodo-connect.deposit-plan');

/** What a deposit would do: to read, to keep as JSON, and to hand to `deposit`, which then does exactly that or nothing. */
export class DepositPlan {
  readonly content: PlanContent;
  readonly [mark] = true;
  readonly #request: DepositRequest;

  /** @param content - of a plan that was made for this very request, perhaps read back from JSON */
  constructor(request: DepositRequest, content: PlanContent) {
    this.#request = request;
    this.content = content;
  }

  /** What was planned for. Not in the JSON: files and callbacks cannot be kept. */
  get request(): DepositRequest {
    return this.#request;
  }

  toJSON(): PlanContent {
    return this.content;
  }

  /** For a person, some lines. */
  toText(): string {
    return planText(this.content);
  }

  /** Goes by a mark rather than `instanceof`: a program may hold two copies of this package. */
  static isPlan(value: object): value is DepositPlan {
    return mark in value;
  }
}
