import type { FuzzOutcome } from './run.d.mts';

export function faultsOf(outcome: FuzzOutcome): readonly string[];
export function lineOf(outcome: FuzzOutcome): string;
