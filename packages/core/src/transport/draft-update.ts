import { ensureDraftInput } from '../errors/ensure-draft-input.ts';
import { isStaleRevisionError, isValidationError } from '../errors/guards.ts';
import type { Settings } from '../options.ts';
import type { CallOptions } from '../types/call-options.ts';
import type { DraftChange } from '../types/draft-input.ts';
import type { Draft, RecordId } from '../types/record.ts';
import { settled } from '../types/settled.ts';
import type { Caller } from './caller.ts';
import { draftBody } from './draft-body.ts';
import { path } from './path.ts';

const racesLost = 5;
const invalidValueRaces = 2;

/**
 * Reads a draft, merges a change into the whole of it, and writes that under its revision. A write that loses a race is
 * read and merged again, unless `ifRevision` is given; writes to one draft go one after another.
 *
 * Zenodo answers a lost race with 412, or with 400 "Invalid value …" as it does for an unknown vocabulary id; the
 * latter is therefore tried {@link invalidValueRaces} more times before it is believed.
 */
export function updateDraft(
  settings: Settings,
  caller: Caller,
  id: RecordId,
  change: DraftChange | ((draft: Draft) => DraftChange),
  options: CallOptions = {},
): Promise<Draft> {
  const { ifRevision, ...reading } = options;
  const target = path`/records/${id}/draft`;
  if (typeof change !== 'function') ensureDraftInput(change);
  return settings.inTurn(`draft ${id}`, async () => {
    for (let lost = 0; ; lost++) {
      const draft = await caller.send('draft', { method: 'GET', path: target, ...reading });
      const wanted = typeof change === 'function' ? change(draft) : change;
      ensureDraftInput(wanted);
      const written = await settled(
        caller.send('draft', {
          method: 'PUT',
          path: target,
          json: draftBody(draft, wanted),
          ...reading,
          ifRevision: ifRevision ?? draft.revision_id,
        }),
      );
      if (written.ok) return written.value;
      if (ifRevision !== undefined || !lostRace(written.error, lost)) throw written.error;
      await settings.transport.sleep(200 * (lost + 1), options.signal);
    }
  });
}

function lostRace(error: unknown, lost: number): boolean {
  if (isStaleRevisionError(error)) return lost < racesLost;
  return isValidationError(error) && error.issues.length === 0 && /Invalid value /.test(error.message) && lost < invalidValueRaces;
}
