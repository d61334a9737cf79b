/** 32 hex digits that stand for a value of plain data, whatever the order of its fields. */
export declare function digestOf(value: unknown): string;
/** JSON with the fields of objects in the order of their names. */
export declare function canonical(value: unknown): string;
