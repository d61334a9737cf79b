import type { ZenodoRecord } from '@zenodo-connect/core/portable';
import { once } from './settle.ts';
import type { Turn } from './turn.ts';

/** Publishes a draft once: when the answer is lost, or there is no draft any more, the record is looked for. */
export function published(turn: Turn, id: string): Promise<ZenodoRecord> {
  const { zenodo, call } = turn;
  return once(
    turn,
    () => zenodo.drafts.publish(id, call),
    async () => {
      const record = await zenodo.records.find(id, call);
      // While an edit of the record is open its publishing is not done.
      return record && !(await zenodo.drafts.find(id, call)) ? record : undefined;
    },
  );
}
