import { type DynamicModule, Inject, Module } from '@nestjs/common';
import { RawBodyTap } from './raw-body.ts';
import {
  ConfigurableWebhooksModule,
  checkSecrets,
  type WEBHOOKS_ASYNC_OPTIONS_TYPE,
  WEBHOOKS_OPTIONS,
  type WEBHOOKS_OPTIONS_TYPE,
  type ZenodoWebhooksExtras,
  type ZenodoWebhooksOptions,
} from './webhooks-options.ts';
import { ZenodoSignatureGuard } from './zenodo-signature.guard.ts';
import { webhooksControllerAt } from './zenodo-webhooks.controller.ts';

const defaultPath = 'zenodo/webhooks';

/**
 * Takes the signed events of our gateway, and has `@OnGatewayEvent` methods called with them, at least once. For a controller of your own
 * use `ZenodoSignatureGuard`, which it exports.
 */
@Module({ providers: [RawBodyTap, ZenodoSignatureGuard], exports: [ZenodoSignatureGuard, WEBHOOKS_OPTIONS] })
export class ZenodoWebhooksModule extends ConfigurableWebhooksModule {
  /** @throws {ConfigurationError} a secret is none */
  constructor(@Inject(WEBHOOKS_OPTIONS) { secrets }: ZenodoWebhooksOptions) {
    super();
    // A variable that is not set is undefined, whatever its type says.
    if (typeof secrets !== 'function') checkSecrets(secrets ?? '');
  }

  static override register(options: typeof WEBHOOKS_OPTIONS_TYPE): DynamicModule {
    // biome-ignore lint/complexity/noThisInStatic: Nest's builder takes the module from `this`.
    return at(options, super.register(options));
  }

  static override registerAsync(options: typeof WEBHOOKS_ASYNC_OPTIONS_TYPE): DynamicModule {
    // biome-ignore lint/complexity/noThisInStatic: as above.
    return at(options, super.registerAsync(options));
  }
}

const at = ({ path = defaultPath }: ZenodoWebhooksExtras, module: DynamicModule): DynamicModule => ({
  ...module,
  controllers: [webhooksControllerAt(path)],
});
