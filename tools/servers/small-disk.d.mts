export interface SmallDisk {
  readonly folder: string;
  /** Takes all the room that is left. */
  fill(): Promise<void>;
  /** Gives it back. */
  free(): Promise<void>;
  close(): Promise<void>;
}

export function smallDiskMissing(): Promise<string | undefined>;
export function smallDisk(options: { readonly sizeMb: number; readonly user?: string }): Promise<SmallDisk>;
