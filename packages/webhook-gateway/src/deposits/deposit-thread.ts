import { setPriority } from 'node:os';
import { runDeposits } from '@zenodo-connect/nestjs/thread';
import { EventWriter } from '../events/event-writer.ts';
import { openInboxFile } from '../intake/inbox-files.ts';
import { Spool } from '../intake/spool.ts';
import { Addresses } from '../jobs/addresses.ts';
import { StopLinks } from '../jobs/stop-links.ts';
import { hears } from '../recipes/hears.ts';
import { wants } from '../subscribers/subscription.ts';
import { Decisions } from '../tables/decisions.ts';
import { Inbox } from '../tables/inbox.ts';
import { Outbox } from '../tables/outbox.ts';
import { RouteCeilings } from '../tables/route-ceilings.ts';
import type { DepositRules } from './deposit-rules.ts';
import type { ThreadData } from './deposit-thread-data.ts';
import { followUps } from './follow-ups.ts';
import { putOffBy } from './put-off.ts';
import { zenodoOptions } from './zenodo-options.ts';

/** On Linux a priority is one thread's own: where processors are scarce, whoever waits for an acknowledgement goes first. */
const niceness = 10;
if (process.platform === 'linux') giveWay();

/**
 * The thread in which jobs are worked off, so that acknowledgements stay fast while gigabytes leave. Begins once the gateway
 * listens, since events name its address, and hears of changed recipes and subscriptions.
 */
await runDeposits<ThreadData>(async ({ data, store, heard }) => {
  let rules: DepositRules = data.rules;
  await new Promise<void>((resolve) => {
    heard((message) => {
      rules = message as DepositRules;
      if (rules.publicUrl !== undefined) resolve();
    });
    if (rules.publicUrl !== undefined) resolve();
  });
  const spool = await Spool.at(data.spool);
  const [inbox, outbox, decisions] = [new Inbox(store), new Outbox(store), new Decisions(store)];
  const ceilings = new RouteCeilings(store);
  const perDay = (route: string): number | undefined => rules.routes[route]?.perDay;
  const stopLinks = await StopLinks.of(store, new Addresses(rules.publicUrl));
  const events = new EventWriter({
    origin: data.origin,
    book: { wanting: (event) => rules.subscriptions.filter((one) => wants(one, event)).map(({ name }) => name) },
    outbox,
    hears: (route, subscriber, type) => hears(rules.routes[route]?.notify, subscriber, type),
    stopUrl: (draftId) => stopLinks.of(draftId),
  });
  return {
    zenodo: zenodoOptions(data.zenodo, store),
    deposits: {
      openFile: (file) => openInboxFile(file, inbox, spool),
      onJournal: (job) => events.ofStep(job),
      onTransition: followUps({
        events,
        inbox,
        decisions,
        ceilings,
        perDay,
        draftBytesMs: (route) => rules.routes[route]?.draftBytesMs,
      }),
      putOff: putOffBy(ceilings, perDay),
    },
  };
});

function giveWay(): void {
  try {
    setPriority(niceness);
  } catch {
    // A container may forbid it; then all threads are alike.
  }
}
