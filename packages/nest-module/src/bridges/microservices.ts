import { type DynamicModule, type InjectionToken, Module, type ModuleMetadata, type OnModuleInit } from '@nestjs/common';
import type { ClientProxy } from '@nestjs/microservices';
import { lastValueFrom } from 'rxjs';
import { EventHandlers } from '../events/event-handlers.ts';
import { addBridge, type BridgeOptions } from './bridge.ts';

export type { BridgeOptions } from './bridge.ts';

export interface MicroservicesBridgeOptions extends BridgeOptions {
  /** The token of a client of `ClientsModule`. */
  readonly client: InjectionToken;
  /** Where that client is, unless its module is global. */
  readonly imports?: NonNullable<ModuleMetadata['imports']>;
}

class MicroservicesBridge implements OnModuleInit {
  readonly #options: BridgeOptions;
  readonly #handlers: EventHandlers;
  readonly #client: ClientProxy;

  constructor(options: BridgeOptions, handlers: EventHandlers, client: ClientProxy) {
    this.#options = options;
    this.#handlers = handlers;
    this.#client = client;
  }

  onModuleInit(): void {
    addBridge(this.#handlers, 'microservices', this.#options, (name, event) =>
      lastValueFrom(this.#client.emit(name, event), { defaultValue: undefined }),
    );
  }
}

/** Sends Zenodo's events through a microservice client, for `@EventPattern('zenodo.version.published')`. What the transport could not send is sent again. */
@Module({})
// biome-ignore lint/complexity/noStaticOnlyClass: a module of Nest is a class.
export class ZenodoMicroservicesModule {
  static register({ client, imports = [], ...options }: MicroservicesBridgeOptions): DynamicModule {
    const bridge = {
      provide: MicroservicesBridge,
      inject: [EventHandlers, client],
      useFactory: (handlers: EventHandlers, proxy: ClientProxy) => new MicroservicesBridge(options, handlers, proxy),
    };
    return { module: ZenodoMicroservicesModule, imports, providers: [bridge] };
  }
}
