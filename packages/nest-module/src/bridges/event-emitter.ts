import { type DynamicModule, Inject, Injectable, Module, type OnModuleInit } from '@nestjs/common';
import { EventEmitter2, EventEmitterReadinessWatcher } from '@nestjs/event-emitter';
import { EventHandlers } from '../events/event-handlers.ts';
import { addBridge, type BridgeOptions } from './bridge.ts';

export type { BridgeOptions } from './bridge.ts';

const OPTIONS = Symbol('ZENODO_EVENT_EMITTER');

@Injectable()
class EventEmitterBridge implements OnModuleInit {
  readonly #options: BridgeOptions;
  readonly #handlers: EventHandlers;
  readonly #emitter: EventEmitter2;
  readonly #readiness: EventEmitterReadinessWatcher;

  constructor(
    @Inject(OPTIONS) options: BridgeOptions,
    @Inject(EventHandlers) handlers: EventHandlers,
    @Inject(EventEmitter2) emitter: EventEmitter2,
    @Inject(EventEmitterReadinessWatcher) readiness: EventEmitterReadinessWatcher,
  ) {
    this.#options = options;
    this.#handlers = handlers;
    this.#emitter = emitter;
    this.#readiness = readiness;
  }

  onModuleInit(): void {
    addBridge(this.#handlers, 'event-emitter', this.#options, async (name, event) => {
      // Before it is, nobody listens, and the event would be lost.
      await this.#readiness.waitUntilReady();
      await this.#emitter.emitAsync(name, event);
    });
  }
}

/**
 * Emits Zenodo's events on the application's `EventEmitterModule`, for `@OnEvent('zenodo.version.published')`. A listener that fails has the event
 * emitted again if it is declared with `{ suppressErrors: false }`.
 */
@Module({})
// biome-ignore lint/complexity/noStaticOnlyClass: a module of Nest is a class.
export class ZenodoEventEmitterModule {
  static register(options: BridgeOptions): DynamicModule {
    return { module: ZenodoEventEmitterModule, providers: [EventEmitterBridge, { provide: OPTIONS, useValue: options }] };
  }
}
