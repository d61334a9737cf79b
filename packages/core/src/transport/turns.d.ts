/** Lets work of one key go one after another, within this process. */
export declare class Turns {
    #private;
    take<T>(key: string, work: () => Promise<T>): Promise<T>;
}
/** One for the process: two clients of one account must not meet in a draft either. */
export declare const processTurns: Turns;
