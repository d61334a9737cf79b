import { type App, doiOf } from '../app.ts';
import type { Call } from '../http/call.ts';
import { RECORD_TYPES } from '../http/negotiation.ts';
import { invalidField, noSuchId } from '../http/problem.ts';
import type { Reply } from '../http/reply.ts';
import type { Route } from '../http/router.ts';
import { changeDraft } from '../lifecycle/drafts.ts';
import { draftReply } from '../replies/view.ts';
import { lostRace } from './drafts.ts';
import { findDraft } from './find.ts';

function reserve(call: Call, app: App): Reply {
  const entry = findDraft(call, app);
  if (call.concurrent) throw lostRace(entry);
  const { pids } = entry.draft!;
  if (pids['doi']) throw invalidField('pids.doi', 'A PID already exists for type doi');
  const doi = { identifier: doiOf(entry.id), provider: 'datacite', client: 'datacite' };
  return draftReply(201, call, app, changeDraft(app, entry, { pids: { ...pids, doi } }));
}

function discard(call: Call, app: App): Reply {
  const entry = findDraft(call, app);
  const { doi, ...pids } = entry.draft!.pids;
  if (doi === undefined) throw noSuchId();
  if (entry.record) throw invalidField('pids.doi', 'Cannot discard a reserved or registered persistent identifier.');
  return draftReply(200, call, app, changeDraft(app, entry, { pids }));
}

const DOI = '/api/records/:id/draft/pids/doi';

export const doiRoutes: readonly Route[] = [
  { method: 'POST', path: DOI, serves: RECORD_TYPES, window: 'draft', handle: reserve },
  { method: 'DELETE', path: DOI, serves: RECORD_TYPES, window: 'draft', handle: discard },
];
