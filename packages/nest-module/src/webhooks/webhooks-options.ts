import { ConfigurableModuleBuilder } from '@nestjs/common';
import { isWebhookVerificationError, verifyWebhook } from '@zenodo-connect/core/webhooks';

export interface ZenodoWebhooksOptions {
  /**
   * What the gateway's subscriber has: `whsec_…` (v1), `whpk_…` (v1a), or several while they are changed. A function is asked for each
   * webhook, so that they change without a restart.
   */
  readonly secrets: string | readonly string[] | (() => string | readonly string[] | Promise<string | readonly string[]>);
  /** Seconds that a webhook may be older or newer than our clock. Default 300. */
  readonly windowSeconds?: number;
}

export interface ZenodoWebhooksExtras {
  /** Where the events are posted. Default `zenodo/webhooks`. */
  readonly path?: string;
}

export const {
  ConfigurableModuleClass: ConfigurableWebhooksModule,
  MODULE_OPTIONS_TOKEN: WEBHOOKS_OPTIONS,
  OPTIONS_TYPE: WEBHOOKS_OPTIONS_TYPE,
  ASYNC_OPTIONS_TYPE: WEBHOOKS_ASYNC_OPTIONS_TYPE,
} = new ConfigurableModuleBuilder<ZenodoWebhooksOptions>({ moduleName: 'ZenodoWebhooks' })
  .setExtras<ZenodoWebhooksExtras>({}, (definition) => definition)
  .build();

/** @throws {ConfigurationError} a secret is none */
export function checkSecrets(secrets: string | readonly string[]): void {
  try {
    verifyWebhook({ headers: {}, body: new Uint8Array(), secrets, now: new Date() });
  } catch (error) {
    // What it lacks is a webhook; the secrets were looked at first.
    if (!isWebhookVerificationError(error)) throw error;
  }
}
