import type { DraftChange } from '../types/draft-input.ts';
import type { Draft } from '../types/record.ts';
/**
 * The whole draft with a change in it, as a PUT wants it: whatever a PUT leaves out is reset by Zenodo, a reserved DOI too.
 * Vocabulary entries come with titles and go back as ids alone.
 */
export declare function draftBody(draft: Draft, change: DraftChange): Record<string, unknown>;
