import type { PlanContent, PlannedTarget } from '../types/deposit-plan.ts';
export declare function planText(plan: PlanContent): string;
export declare function targetInWords({ kind, id }: PlannedTarget): string;
