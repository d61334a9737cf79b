import type { LoggerService } from '@nestjs/common';

/** A logger of Nest that keeps what it is told. */
export function keptLog(): { readonly lines: string[]; readonly logger: LoggerService } {
  const lines: string[] = [];
  const note = (message: unknown): void => void lines.push(String(message));
  return { lines, logger: { log: () => {}, debug: () => {}, warn: note, error: note } };
}
