import type { LoggerService } from '@nestjs/common';
import type { LogLine } from '../config/gateway-config.ts';

/** Nest's own warnings and errors, and what nest-module says, as lines of our log, first line only: stacks stay inside. */
export function nestLogger(log: (line: LogLine) => void): LoggerService {
  const write = (level: 'info' | 'warn' | 'error') => (message: unknown) => {
    const text = message instanceof Error ? message.message : String(message);
    log({ time: new Date().toISOString(), level, kind: 'nest', message: text.split('\n')[0]! });
  };
  const info = write('info');
  return {
    // Nest itself tells of each module and each route that it made.
    log: (message: unknown, context?: unknown) => String(context).startsWith('Zenodo') && info(message),
    debug: () => undefined,
    verbose: () => undefined,
    warn: write('warn'),
    error: write('error'),
    fatal: write('error'),
  };
}
