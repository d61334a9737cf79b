import type { PlannedFiles } from '../types/deposit-plan.ts';
import type { FileChanges } from './file-changes.ts';
export declare function plannedFiles(changes: FileChanges): PlannedFiles;
/** A sentence for each file whose fate is another one now. */
export declare function changedFates(before: PlannedFiles, now: PlannedFiles): string[];
/** @throws {PlanChangedError} the files have another fate than was planned */
export declare function ensureSameFiles(before: PlannedFiles, now: PlannedFiles): void;
