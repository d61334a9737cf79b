import { type DynamicModule, Inject, Injectable, Module, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { Telemetry } from '../telemetry/telemetry.ts';
import { DepositTraces } from './deposit-traces.ts';

@Injectable()
class Tracing implements OnModuleInit, OnApplicationShutdown {
  readonly #telemetry: Telemetry;
  readonly #traces = new DepositTraces();

  constructor(@Inject(Telemetry) telemetry: Telemetry) {
    this.#telemetry = telemetry;
  }

  onModuleInit(): void {
    this.#telemetry.listen(this.#traces);
  }

  onApplicationShutdown(): void {
    this.#telemetry.forget(this.#traces);
  }
}

/**
 * Traces of OpenTelemetry from `add` to the DOI: the trace in which a deposit was added goes on in whichever process works on it, with a span for each
 * try, its calls, and the look for its DOI. Uses the tracer that the application's SDK has set.
 */
@Module({ providers: [Tracing] })
// biome-ignore lint/complexity/noStaticOnlyClass: a module of Nest is a class.
export class ZenodoTracingModule {
  static register(): DynamicModule {
    return { module: ZenodoTracingModule };
  }
}
