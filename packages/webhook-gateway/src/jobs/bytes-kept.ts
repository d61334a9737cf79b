import type { DepositJob } from '@zenodo-connect/nestjs';

/** What a try says for which the bytes are not here any more. */
export const bytesGone = 'BYTES_GONE';

/** Milliseconds for which the bytes of a deposit are kept once it stopped, as its recipe said when they came. */
export const stoppedBytesMs = ({ meta }: Pick<DepositJob, 'meta'>): number | undefined =>
  typeof meta['stoppedBytesMs'] === 'number' ? meta['stoppedBytesMs'] : undefined;

/** Until when the bytes of a failed deposit are kept: for ever, until a time, or not any more. */
export function bytesKept({
  failure,
  meta,
  updatedAt,
}: Partial<Pick<DepositJob, 'failure' | 'meta' | 'updatedAt'>>): Date | 'for ever' | 'gone' {
  if (failure?.code === bytesGone) return 'gone';
  const ms = meta && stoppedBytesMs({ meta });
  if (ms === undefined || !updatedAt) return 'for ever';
  const end = new Date(updatedAt.getTime() + ms);
  return end.getTime() <= Date.now() ? 'gone' : end;
}
