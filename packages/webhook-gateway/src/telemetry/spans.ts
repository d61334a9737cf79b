import {
  context,
  ProxyTracerProvider,
  type SpanContext,
  SpanStatusCode,
  type Tracer,
  type TracerProvider,
  trace,
} from '@opentelemetry/api';
import { traceOf } from '../events/trace-ids.ts';

interface DeliverySpan {
  readonly subscriber: string;
  readonly result: string;
  readonly startedAt: number;
  readonly endedAt: number;
}

const scope = '@zenodo-connect/gateway';

/**
 * Spans of OpenTelemetry, in the trace of the job that they belong to. They go to `traces` of the configuration, or to the
 * provider that a program which starts the gateway has registered; without either they cost nothing.
 */
export class Spans {
  readonly #provider: TracerProvider;
  readonly #tracer: Tracer;
  readonly #shutdown: () => Promise<void>;

  constructor(provider: TracerProvider = trace.getTracerProvider(), shutdown: () => Promise<void> = async () => undefined) {
    this.#provider = provider;
    this.#tracer = provider.getTracer(scope);
    this.#shutdown = shutdown;
  }

  /** Loads the exporter only when spans go somewhere. */
  static async to(url: string | undefined): Promise<Spans> {
    if (url === undefined) return new Spans();
    const [{ BasicTracerProvider, BatchSpanProcessor }, { OTLPTraceExporter }, { resourceFromAttributes }] = await Promise.all([
      import('@opentelemetry/sdk-trace-base'),
      import('@opentelemetry/exporter-trace-otlp-http'),
      import('@opentelemetry/resources'),
    ]);
    const provider = new BasicTracerProvider({
      resource: resourceFromAttributes({ 'service.name': 'zenodo-gateway' }),
      spanProcessors: [new BatchSpanProcessor(new OTLPTraceExporter({ url }))],
    });
    return new Spans(provider, () => provider.shutdown());
  }

  /** A job came in. */
  received(jobId: string, startedAt: number): void {
    this.#write('gateway.intake', jobId, { startedAt, endedAt: Date.now(), attributes: { 'job.id': jobId } });
  }

  step(jobId: string, step: string): void {
    const now = Date.now();
    this.#write(`deposit.${step}`, jobId, { startedAt: now, endedAt: now, attributes: { 'job.id': jobId } });
  }

  delivery(
    { eventId, type, jobId }: { readonly eventId: string; readonly type: string; readonly jobId: string },
    done: DeliverySpan,
  ): void {
    const { subscriber, result, startedAt, endedAt } = done;
    const attributes = { 'messaging.message.id': eventId, 'messaging.destination.name': subscriber, 'event.type': type, result };
    this.#write('gateway.delivery', jobId === '' ? eventId : jobId, {
      startedAt,
      endedAt,
      attributes,
      failed: !result.startsWith('answered 2'),
    });
  }

  async stop(): Promise<void> {
    await this.#shutdown().catch(() => undefined);
  }

  #write(
    name: string,
    id: string,
    span: {
      readonly startedAt: number;
      readonly endedAt: number;
      readonly attributes: Readonly<Record<string, string>>;
      readonly failed?: boolean;
    },
  ): void {
    if (!this.#isHeard()) return;
    const { startedAt, endedAt, attributes, failed } = span;
    const parent: SpanContext = { ...traceOf(id), traceFlags: 1, isRemote: true };
    const made = this.#tracer.startSpan(name, { startTime: startedAt, attributes }, trace.setSpanContext(context.active(), parent));
    if (failed) made.setStatus({ code: SpanStatusCode.ERROR });
    made.end(endedAt);
  }

  /** False while nobody has registered a provider, which may still come. */
  #isHeard(): boolean {
    return !(this.#provider instanceof ProxyTracerProvider) || this.#provider.getDelegateTracer(scope) !== undefined;
  }
}
