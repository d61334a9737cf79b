import { mkdir } from 'node:fs/promises';
import type { Provider } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DepositsService, DepositThread, type Store, Telemetry, type ZenodoModuleOptions } from '@zenodo-connect/nestjs';
import { AuditLog } from './audit/audit-log.ts';
import { noteRecipes } from './audit/note-recipes.ts';
import { checkSenders } from './auth/secret-book.ts';
import type { GatewayConfig } from './config/gateway-config.ts';
import { ConfigError, type Settings, settingsOf } from './config/settings.ts';
import { depositThread } from './deposits/deposit-host.ts';
import { rulesOf } from './deposits/deposit-rules.ts';
import { followUps } from './deposits/follow-ups.ts';
import { letGoOn } from './deposits/let-go-on.ts';
import { putOffBy } from './deposits/put-off.ts';
import { zenodoOptions } from './deposits/zenodo-options.ts';
import { DoorList } from './doors/door-list.ts';
import { budgetEvents } from './events/budget-events.ts';
import { EventWriter } from './events/event-writer.ts';
import { observerOf } from './events/observer.ts';
import { lockFolder } from './folder-lock.ts';
import { gatewayModule } from './gateway.module.ts';
import { GATEWAY_SETTINGS } from './gateway.tokens.ts';
import { ClockKeeper } from './health/clock-keeper.ts';
import { RetentionKeeper } from './health/retention-keeper.ts';
import { httpAdapter, listen, prepareServer } from './http-server.ts';
import { openInboxFile } from './intake/inbox-files.ts';
import { Spool } from './intake/spool.ts';
import { claimSpool } from './intake/spool-claim.ts';
import { SpoolCleaner } from './intake/spool-cleaner.ts';
import { Addresses } from './jobs/addresses.ts';
import { DraftClock } from './jobs/draft-clock.ts';
import { DraftDesk } from './jobs/draft-desk.ts';
import { StopLinks } from './jobs/stop-links.ts';
import { RecipeBook } from './recipes/recipe-book.ts';
import { RecipeWatch } from './recipes/recipe-watch.ts';
import { wakingModules } from './replicas.ts';
import { attemptsKept } from './subscribers/attempts-kept.ts';
import { Deliverer } from './subscribers/deliverer.ts';
import { SecretBox } from './subscribers/secret-box.ts';
import { SubscriptionBook, sealedIn } from './subscribers/subscription-book.ts';
import { Attempts } from './tables/attempts.ts';
import { Decisions } from './tables/decisions.ts';
import { Inbox } from './tables/inbox.ts';
import { instanceId } from './tables/instance.ts';
import { migrateGateway, openStore } from './tables/open-store.ts';
import { Outbox } from './tables/outbox.ts';
import { RouteCeilings } from './tables/route-ceilings.ts';
import { Subscribers } from './tables/subscribers.ts';
import { Tokens } from './tables/tokens.ts';
import { depositLine } from './telemetry/deposit-log.ts';
import { Metrics } from './telemetry/metrics.ts';
import { nestLogger } from './telemetry/nest-logger.ts';
import { Spans } from './telemetry/spans.ts';

export interface Gateway {
  /** Where it listens: `http://127.0.0.1:8080`. */
  readonly url: string;
  /** The Nest application underneath. */
  readonly app: NestFastifyApplication;
  /** A token for a route, shown this once. @throws {ConfigError} there is no such route */
  addToken(route: string): Promise<string>;
  /** Takes nothing more, ends what runs, and gives everything back. */
  close(): Promise<void>;
}

/**
 * Starts a gateway and resolves once it takes files.
 *
 * @throws {ConfigError} a setting that cannot work, a folder in use, a port in use
 * @throws {YamlError | RecipeFolderError} a recipe that cannot be used, with line and column
 */
export async function startGateway(config: GatewayConfig): Promise<Gateway> {
  const settings = settingsOf(config);
  const book = await RecipeBook.read(settings.routes);
  checkSenders(book.recipes, settings.secrets);
  const held = await hold(settings);
  try {
    return await start(settings, book, held);
  } catch (error) {
    await held.release();
    throw error;
  }
}

/** What a gateway has for itself while it runs; given back last, and safely twice. */
interface Held {
  readonly store: Store;
  release(): Promise<void>;
}

async function hold({ folder, store: given }: Settings): Promise<Held> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const lock = lockFolder(folder);
  try {
    const open = given && !('postgres' in given) ? given : undefined;
    if (open) await migrateGateway(open);
    const store = open ?? (await openStore(folder, given && 'postgres' in given ? given : undefined));
    const release = async (): Promise<void> => {
      if (!open) await store.close();
      lock.release();
    };
    return { store, release };
  } catch (error) {
    lock.release();
    throw error;
  }
}

async function start(settings: Settings, book: RecipeBook, held: Held): Promise<Gateway> {
  const parts = await partsOf(settings, book, held.store);
  const { tables, deliverer, cleaner, addresses } = parts;
  let draining = false;
  const adapter = httpAdapter(settings);
  prepareServer(adapter.getInstance(), { settings, doors: parts.doors, metrics: parts.metrics, draining: () => draining });
  const app = await NestFactory.create<NestFastifyApplication>(
    gatewayModule(moduleOptions(parts), providersOf(parts), await wakingModules(settings.redis)),
    adapter,
    {
      bodyParser: false,
      logger: nestLogger(settings.log),
      abortOnError: false,
    },
  );
  const tellRules = (): void => app.get(DepositThread).tell(rulesOf(parts));
  parts.subscriptions.whenChanged(tellRules);
  app.get(Telemetry).listen({
    // What the thread wrote is there to be sent, and to be cleared away.
    settled: () => {
      parts.events.wake();
      cleaner.wake();
    },
  });
  app.get(Telemetry).listen(budgetEvents({ store: held.store, events: parts.events, log: settings.log }));
  const clock = new DraftClock(app.get(DraftDesk), settings.log);
  const keeper = new ClockKeeper(held.store, settings.log, () => deliverer.wake());
  const retention = new RetentionKeeper({ ...tables, settings });
  const watch = new RecipeWatch({
    book,
    log: settings.log,
    everyMs: settings.recipesPollMs,
    check: (recipes) => checkSenders(recipes, settings.secrets),
    changed: (problem) => {
      tellRules();
      if (problem !== undefined) return;
      void noteRecipes(tables.audit, book, settings);
      void letGoOn({ book, ceilings: tables.ceilings, deposits: app.get(DepositsService), log: settings.log });
    },
  });
  let closing: Promise<void> | undefined;
  const close = (): Promise<void> => {
    draining = true;
    closing ??= closeAll({ app, clock, keeper, retention, watch, ...parts, held, drainMs: settings.limits.drainMs });
    return closing;
  };
  try {
    // Before the runner starts: it takes back what an earlier life was sending, and must not take back what this one sends.
    await deliverer.prepare();
    const url = await listen(app, settings);
    addresses.listeningAt(url);
    tellRules();
    deliverer.start();
    keeper.start();
    retention.start();
    cleaner.wake();
    if (settings.deposits.run !== false) clock.start();
    if (settings.recipesPollMs > 0) await watch.start();
    return { url, app, close, addToken: (route) => addToken(tables, book, route) };
  } catch (error) {
    await close();
    throw error;
  }
}

type Parts = Awaited<ReturnType<typeof partsOf>>;

/** Longer than an upload may take: what another gateway is just writing is left alone. */
const sharedSweepMs = 24 * 3_600_000;

/** What is made before Nest is. The spool is swept here, while no door is open. */
async function partsOf(settings: Settings, book: RecipeBook, store: Store) {
  const spool = await Spool.at(settings.spool);
  const tables = {
    inbox: new Inbox(store),
    decisions: new Decisions(store),
    outbox: new Outbox(store),
    subscribers: new Subscribers(store),
    attempts: new Attempts(store),
    audit: new AuditLog(store),
    tokens: new Tokens(store),
    ceilings: new RouteCeilings(store),
  };
  const instance = await instanceId(store);
  if (settings.shared) await claimSpool(settings.spool, instance, tables.inbox);
  await spool.sweep(await tables.inbox.spoolNames(), settings.shared ? sharedSweepMs : 0);
  const addresses = new Addresses(settings.publicUrl);
  const sealed = await sealedIn(tables.subscribers, settings.subscribers);
  const box = await SecretBox.open(settings.shared ? settings.spool : settings.folder, settings.key, sealed);
  const subscriptions = new SubscriptionBook({ store, box, configured: settings.subscribers, log: settings.log });
  const origin = { instance, source: settings.publicUrl ?? instance };
  const stopLinks = await StopLinks.of(store, addresses);
  const events = new EventWriter({
    origin,
    book: subscriptions,
    outbox: tables.outbox,
    hears: (route, subscriber, type) => book.hears(route, subscriber, type),
    stopUrl: (draftId) => (addresses.known ? stopLinks.of(draftId) : undefined),
  });
  const metrics = new Metrics();
  const spans = await Spans.to(settings.traces);
  const eventUrl = (id: string): string => addresses.event(id);
  const deliverer = new Deliverer({
    store,
    settings,
    ...tables,
    book: subscriptions,
    events,
    metrics,
    spans,
    eventUrl,
    attemptsMs: attemptsKept(book),
  });
  const cleaner = new SpoolCleaner({ store, spool, inbox: tables.inbox, log: settings.log });
  return {
    settings,
    book,
    store,
    spool,
    tables,
    deliverer,
    cleaner,
    subscriptions,
    events,
    metrics,
    spans,
    origin,
    addresses,
    stopLinks,
    doors: new DoorList(),
  };
}

function moduleOptions(parts: Parts): ZenodoModuleOptions {
  const { settings, book, store, spool, tables, events, cleaner, metrics, spans, origin } = parts;
  const perDay = (route: string): number | undefined => book.find(route)?.ending.perDay;
  const follow = followUps({
    ...tables,
    events,
    perDay,
    draftBytesMs: (route) => book.find(route)?.ending.draftBytesMs,
    released: () => cleaner.wake(),
  });
  return {
    zenodo: zenodoOptions(settings.zenodo, store),
    store,
    events: { run: settings.observe !== undefined, ...(settings.observe?.share !== undefined && { share: settings.observe.share }) },
    deposits: {
      ...settings.deposits,
      // Alone, the folder lock makes this the only process with this name: it gets its own jobs back at once after a crash.
      ...(settings.shared ? {} : { owner: 'gateway' }),
      thread: depositThread({ settings, store, origin, rules: () => rulesOf(parts) }),
      openFile: (file) => openInboxFile(file, tables.inbox, spool),
      onTransition: (change) => {
        if (!change.before) spans.received(change.after.id, change.after.createdAt.getTime());
        return follow(change);
      },
      onJournal: (job) => events.ofStep(job),
      putOff: putOffBy(tables.ceilings, perDay),
      onStep: (job, step) => {
        settings.log(depositLine(job, step));
        metrics.step(step.name);
        spans.step(job.id, step.name);
      },
    },
  };
}

function providersOf({
  settings,
  book,
  spool,
  cleaner,
  addresses,
  stopLinks,
  doors,
  tables,
  subscriptions,
  events,
  metrics,
  spans,
}: Parts): readonly Provider[] {
  return [
    { provide: GATEWAY_SETTINGS, useValue: settings },
    { provide: RecipeBook, useValue: book },
    { provide: Spool, useValue: spool },
    { provide: SpoolCleaner, useValue: cleaner },
    { provide: Addresses, useValue: addresses },
    { provide: DoorList, useValue: doors },
    { provide: Inbox, useValue: tables.inbox },
    { provide: Decisions, useValue: tables.decisions },
    { provide: StopLinks, useValue: stopLinks },
    { provide: Outbox, useValue: tables.outbox },
    { provide: Subscribers, useValue: tables.subscribers },
    { provide: Tokens, useValue: tables.tokens },
    { provide: RouteCeilings, useValue: tables.ceilings },
    { provide: AuditLog, useValue: tables.audit },
    { provide: Attempts, useValue: tables.attempts },
    { provide: SubscriptionBook, useValue: subscriptions },
    { provide: EventWriter, useValue: events },
    { provide: Metrics, useValue: metrics },
    { provide: Spans, useValue: spans },
    ...(settings.observe ? [observerOf(settings.observe)] : []),
  ];
}

async function addToken(
  { tokens, audit }: { readonly tokens: Tokens; readonly audit: AuditLog },
  book: RecipeBook,
  route: string,
): Promise<string> {
  if (!book.find(route))
    throw new ConfigError(`There is no route "${route}"; known are ${book.recipes.map((recipe) => recipe.route).join(', ')}.`);
  return audit.during({ who: 'program', action: 'token.add', subject: route }, () => tokens.add(route));
}

interface Running {
  readonly app: NestFastifyApplication;
  readonly clock: DraftClock;
  readonly keeper: ClockKeeper;
  readonly retention: RetentionKeeper;
  readonly watch: RecipeWatch;
  readonly deliverer: Deliverer;
  readonly cleaner: SpoolCleaner;
  readonly spans: Spans;
  readonly held: Held;
  readonly drainMs: number;
}

/** New requests are refused, uploads may end within their time, then the runner, the deliverer and the store stop in this order. */
async function closeAll({ app, clock, keeper, retention, watch, deliverer, cleaner, spans, held, drainMs }: Running): Promise<void> {
  await Promise.all([clock.stop(), keeper.stop(), retention.stop(), watch.stop()]);
  const late = setTimeout(() => app.getHttpServer().closeAllConnections(), drainMs);
  await app.close();
  clearTimeout(late);
  await Promise.all([deliverer.stop(), cleaner.stop()]);
  await spans.stop();
  await held.release();
}
