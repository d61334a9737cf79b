export interface FuzzOutcome {
  readonly requests: number;
}

export function fuzzRun(options: { readonly requests: number; readonly seed: number; readonly from?: number }): Promise<FuzzOutcome>;
