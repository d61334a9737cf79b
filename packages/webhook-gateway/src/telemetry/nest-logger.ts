import type { LoggerService } from '@nestjs/common';
import type { LogLine } from '../config/gateway-config.ts';

/** Nest's own warnings and errors as lines of our log, first line only: stacks stay inside. */
export function nestLogger(log: (line: LogLine) => void): LoggerService {
  const write = (level: 'warn' | 'error') => (message: unknown) => {
    const text = message instanceof Error ? message.message : String(message);
    log({ time: new Date().toISOString(), level, kind: 'nest', message: text.split('\n')[0]! });
  };
  return {
    log: () => undefined,
    debug: () => undefined,
    verbose: () => undefined,
    warn: write('warn'),
    error: write('error'),
    fatal: write('error'),
  };
}
