import type { JobChange, Statement } from '@zenodo-connect/nestjs';
import type { EventWriter } from '../events/event-writer.ts';
import { releaseWriter } from '../intake/release-writer.ts';
import { decisionWriter } from '../jobs/decision-writer.ts';
import type { Decisions } from '../tables/decisions.ts';
import type { Inbox } from '../tables/inbox.ts';
import type { RouteCeilings } from '../tables/route-ceilings.ts';
import { giveBackWriter, type PerDay } from './put-off.ts';

interface Deps {
  readonly events: EventWriter;
  readonly inbox: Inbox;
  readonly decisions: Decisions;
  readonly ceilings: RouteCeilings;
  readonly perDay: PerDay;
  /** Milliseconds for which a route keeps the bytes of a complete draft; undefined: for ever. */
  readonly draftBytesMs: (route: string) => number | undefined;
  /** Called when bytes will soon be let go. */
  readonly released?: () => void;
}

/** What is written in the transaction of a job's change: its events, bytes that are let go, and decisions that are asked for. */
export function followUps({
  events,
  inbox,
  decisions,
  ceilings,
  perDay,
  draftBytesMs,
  released = () => undefined,
}: Deps): (change: JobChange) => readonly Statement[] {
  const release = releaseWriter({ inbox, draftBytesMs, wake: released });
  const decide = decisionWriter(decisions);
  const giveBack = giveBackWriter(ceilings, perDay);
  return (change) => [...events.ofJob(change), ...release(change), ...decide(change), ...giveBack(change)];
}
