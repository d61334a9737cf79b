import { hash } from 'node:crypto';

export interface TraceIds {
  readonly traceId: string;
  readonly spanId: string;
}

/**
 * The trace of a job, or of whatever else has an id: the same in every process and after every restart, so that intake,
 * deposit and deliveries are one trace though nothing is kept for it. What a caller sends as `traceparent` has no part in it.
 */
export function traceOf(id: string): TraceIds {
  const sum = hash('sha256', `trace:${id}`);
  return { traceId: sum.slice(0, 32), spanId: sum.slice(32, 48) };
}

export const traceparentOf = (id: string): string => {
  const { traceId, spanId } = traceOf(id);
  return `00-${traceId}-${spanId}-01`;
};
