import { Logger } from '@nestjs/common';
import { redact } from './redact.ts';

/** Nest's logger of the application, for all that this module says: no token, password, signature or webhook key is in any line. */
export class ZenodoLogger {
  readonly #logger: Logger;

  /** @param context - as Nest shows it, such as `ZenodoDeposits` */
  constructor(context: string) {
    this.#logger = new Logger(context);
  }

  debug(message: string): void {
    this.#logger.debug(redact(message));
  }

  log(message: string): void {
    this.#logger.log(redact(message));
  }

  warn(message: string): void {
    this.#logger.warn(redact(message));
  }

  error(message: string): void {
    this.#logger.error(redact(message));
  }
}
