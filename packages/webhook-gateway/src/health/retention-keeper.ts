import type { AuditLog } from '../audit/audit-log.ts';
import type { Settings } from '../config/settings.ts';
import type { Attempts } from '../tables/attempts.ts';

const hour = 3_600_000;
/** A start has other things to do. */
const firstMs = 60_000;
/** So many at most go unsaid in one entry: each cut adds one. */
const leewayMs = 24 * hour;

interface Deps {
  readonly attempts: Attempts;
  readonly audit: AuditLog;
  readonly settings: Pick<Settings, 'deliveries' | 'audit' | 'log'>;
}

/** Lets go what is kept for a time alone: tries to deliver events, and the beginning of the audit log. */
export class RetentionKeeper {
  readonly #deps: Deps;
  #timer: NodeJS.Timeout | undefined;
  #pass: Promise<void> | undefined;
  #stopped = false;

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  start(afterMs = firstMs): void {
    if (this.#stopped) return;
    this.#timer = setTimeout(() => {
      this.#pass = this.sweep().finally(() => this.start(hour));
    }, afterMs).unref();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    await this.#pass;
  }

  /** What cannot be done now is done at the next time. */
  async sweep(now: number = Date.now()): Promise<void> {
    const { attempts, audit, settings } = this.#deps;
    const { keepMs } = settings.audit;
    try {
      await attempts.forget(now, now - settings.deliveries.keepAttemptsMs, () => !this.#stopped);
      const oldest = keepMs === undefined ? undefined : await audit.oldestAt();
      if (keepMs !== undefined && oldest !== undefined && oldest < now - keepMs - leewayMs) await audit.cutBefore(now - keepMs);
    } catch (error) {
      const message = `What was kept long enough could not be let go yet: ${(error as Error).message}`;
      settings.log({ time: new Date(now).toISOString(), level: 'error', kind: 'retention', message });
    }
  }
}
