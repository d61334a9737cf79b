import type { ZenodoEvent } from '@zenodo-connect/core';

/** What an event is about, apart from its id. */
export function happeningOf({ type, subject, data }: ZenodoEvent): string {
  const { after } = data as { readonly after?: { readonly revision_id?: number } | null };
  return `${type} ${subject} ${type.endsWith('.changed') ? after?.revision_id : ''}`;
}
