import { type Context, context, ROOT_CONTEXT, type Span, SpanKind, SpanStatusCode, type Tracer, trace } from '@opentelemetry/api';
import type { DepositStep, LogEntry } from '@zenodo-connect/core';
import type { JobChange } from '../deposits/deposits-options.ts';
import type { DepositJob } from '../deposits/job.ts';
import { redact } from '../telemetry/redact.ts';
import type { TelemetryListener } from '../telemetry/telemetry.ts';

const names: { readonly [state: string]: string } = {
  published: 'zenodo.doi.look',
  left: 'zenodo.draft.look',
  submitted: 'zenodo.draft.look',
};

/** Spans of deposits. The context of `add` travels in the job as a W3C `traceparent`. */
export class DepositTraces implements TelemetryListener {
  readonly #running = new Map<string, Span>();

  /** A span of its own for the add, so that what follows has something to belong to when nobody traces the request. */
  trace(): string | undefined {
    const span = tracer().startSpan('zenodo.deposit.add', { kind: SpanKind.PRODUCER });
    span.end();
    const { traceId, spanId, traceFlags } = span.spanContext();
    return /^0+$/.test(traceId) ? undefined : `00-${traceId}-${spanId}-${traceFlags.toString(16).padStart(2, '0')}`;
  }

  async around<T>(job: DepositJob, traceparent: string | undefined, act: () => Promise<T>): Promise<T> {
    const { id, key, account, series, attempts } = job;
    const attributes = {
      'zenodo.job.id': id,
      'zenodo.job.key': key,
      'zenodo.account': account,
      'zenodo.attempt': attempts,
      ...(series !== undefined && { 'zenodo.series': series }),
    };
    const parent = contextOf(traceparent);
    const span = tracer().startSpan(names[job.state] ?? 'zenodo.deposit.run', { kind: SpanKind.CONSUMER, attributes }, parent);
    this.#running.set(id, span);
    try {
      return await context.with(trace.setSpan(parent, span), act);
    } catch (error) {
      span.setStatus({ code: SpanStatusCode.ERROR, message: redact(error instanceof Error ? error.message : String(error)) });
      throw error;
    } finally {
      this.#running.delete(id);
      span.end();
    }
  }

  step(job: DepositJob, { name }: DepositStep): void {
    this.#running.get(job.id)?.addEvent(name);
  }

  settled({ after }: JobChange): void {
    const span = this.#running.get(after.id);
    if (!span) return;
    span.setAttributes({
      'zenodo.state': after.state,
      ...(after.recordId !== undefined && { 'zenodo.record.id': after.recordId }),
      ...(after.doi !== undefined && { 'zenodo.doi': after.doi }),
    });
    if (after.problem !== undefined) span.setStatus({ code: SpanStatusCode.ERROR, message: after.problem });
  }

  /** A call that has ended, as a child of whatever was being done. */
  call(account: string, { event, call, status, durationMs = 0, attempt = 1 }: LogEntry): void {
    if (event !== 'answered' && event !== 'failed') return;
    const [method = '', address = ''] = call.split(' ');
    const attributes = {
      'http.request.method': method,
      'url.full': address,
      'zenodo.account': account,
      ...(attempt > 1 && { 'http.request.resend_count': attempt - 1 }),
      ...(status !== undefined && { 'http.response.status_code': status }),
    };
    const endedAt = Date.now();
    const span = tracer().startSpan(`${method} zenodo`, { kind: SpanKind.CLIENT, attributes, startTime: endedAt - durationMs });
    if (status === undefined || status >= 400) span.setStatus({ code: SpanStatusCode.ERROR });
    span.end(endedAt);
  }
}

const tracer = (): Tracer => trace.getTracer('@zenodo-connect/nestjs');

function contextOf(traceparent: string | undefined): Context {
  const [, traceId = '', spanId = '', flags = '00'] = /^00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})$/.exec(traceparent ?? '') ?? [];
  if (traceId === '') return ROOT_CONTEXT;
  return trace.setSpanContext(ROOT_CONTEXT, { traceId, spanId, traceFlags: Number.parseInt(flags, 16), isRemote: true });
}
