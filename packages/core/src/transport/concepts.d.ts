import type { RecordId } from '../types/record.ts';
/** Which concept a draft or record belongs to, as far as answers have told; it never changes. The least lately told is forgotten. */
export declare class Concepts {
    #private;
    learn(id: RecordId, parentId: RecordId): void;
    of(id: RecordId): RecordId | undefined;
}
