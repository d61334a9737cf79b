import type { DepositProgress } from '../types/deposit.ts';
import type { FileSource } from '../types/file-source.ts';

/** Adds up what is sent of each file; a file that begins again counts from its start. */
export class UploadProgress {
  readonly #tell: ((progress: DepositProgress) => void) | undefined;
  readonly #totalBytes: number;
  readonly #filesTotal: number;
  readonly #sent = new Map<string, number>();
  #sentBytes = 0;
  #filesDone = 0;

  constructor(sources: readonly FileSource[], tell: ((progress: DepositProgress) => void) | undefined) {
    this.#tell = tell;
    this.#totalBytes = sources.reduce((sum, { size }) => sum + size, 0);
    this.#filesTotal = sources.length;
  }

  sent(source: FileSource, bytes: number): void {
    this.#sentBytes += bytes - (this.#sent.get(source.key) ?? 0);
    this.#sent.set(source.key, bytes);
    this.#say(source);
  }

  /** Sent and found right at Zenodo. */
  done(source: FileSource): void {
    this.#filesDone++;
    this.#say(source);
  }

  #say({ key, size }: FileSource): void {
    this.#tell?.({
      file: key,
      fileSentBytes: this.#sent.get(key) ?? 0,
      fileBytes: size,
      sentBytes: this.#sentBytes,
      totalBytes: this.#totalBytes,
      filesDone: this.#filesDone,
      filesTotal: this.#filesTotal,
    });
  }
}
