/** What `doctor` saw at one place. `warn` does not hinder work now and may soon. */
export interface Finding {
  readonly level: 'ok' | 'warn' | 'FAIL';
  readonly said: string;
}

/** What is looked at, by its name; a throw is a `FAIL` with its message. */
export type LookAt = (what: string, see: () => Promise<Finding>) => Promise<void>;

export const ok = (said: string): Finding => ({ level: 'ok', said });
export const warn = (said: string): Finding => ({ level: 'warn', said });
export const fail = (said: string): Finding => ({ level: 'FAIL', said });
