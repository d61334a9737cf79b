/** A server of this machine as a child process: started, stopped, killed and started again on the same port and data. */
export interface Server {
  readonly folder: string;
  readonly port: number;
  readonly running: boolean;
  start(): Promise<void>;
  stop(signal?: NodeJS.Signals): Promise<void>;
  kill(): Promise<void>;
  restart(signal?: NodeJS.Signals): Promise<void>;
  freeze(): void;
  thaw(): void;
  close(): Promise<void>;
}

/** A port of loopback that was free a moment ago. */
export function freePort(): Promise<number>;
