import { Inject, Injectable } from '@nestjs/common';
import type { ZenodoModuleOptions } from '../zenodo.interfaces.ts';
import { CHECKED_OPTIONS } from '../zenodo.tokens.ts';
import { Telemetry } from './telemetry.ts';
import { ZenodoLogger } from './zenodo-logger.ts';

/** Core's debug log through Nest's logger, when it is asked for. */
@Injectable()
export class CallLog {
  constructor(@Inject(CHECKED_OPTIONS) { logCalls = false }: ZenodoModuleOptions, @Inject(Telemetry) telemetry: Telemetry) {
    if (!logCalls) return;
    const logger = new ZenodoLogger('Zenodo');
    telemetry.listen({
      call: (account, { event, call, message, durationMs }) => {
        const took = durationMs === undefined ? '' : ` (${Math.round(durationMs)} ms)`;
        if (event !== 'sent') logger.debug(`${account}: ${call}: ${message}${took}`);
      },
    });
  }
}
