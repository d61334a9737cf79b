import { mkdir } from 'node:fs/promises';
import type { Provider } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Store, ZenodoModuleOptions } from '@zenodo-connect/nestjs';
import type { GatewayConfig } from './config/gateway-config.ts';
import { ConfigError, type Settings, settingsOf } from './config/settings.ts';
import { DoorList } from './doors/door-list.ts';
import { eventWriter } from './events/event-writer.ts';
import { lockFolder } from './folder-lock.ts';
import { gatewayModule } from './gateway.module.ts';
import { GATEWAY_SETTINGS } from './gateway.tokens.ts';
import { httpAdapter, listen, prepareServer } from './http-server.ts';
import { openInboxFile } from './intake/inbox-files.ts';
import { releaseWriter } from './intake/release-writer.ts';
import { Spool } from './intake/spool.ts';
import { claimSpool } from './intake/spool-claim.ts';
import { SpoolCleaner } from './intake/spool-cleaner.ts';
import { Addresses } from './jobs/addresses.ts';
import { RecipeBook } from './recipes/recipe-book.ts';
import { wakingModules } from './replicas.ts';
import { Deliverer } from './subscribers/deliverer.ts';
import { Inbox } from './tables/inbox.ts';
import { instanceId } from './tables/instance.ts';
import { migrateGateway, openStore } from './tables/open-store.ts';
import { Outbox } from './tables/outbox.ts';
import { Subscribers } from './tables/subscribers.ts';
import { Tokens } from './tables/tokens.ts';
import { depositLine } from './telemetry/deposit-log.ts';
import { nestLogger } from './telemetry/nest-logger.ts';

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
  prepareServer(adapter.getInstance(), { settings, doors: parts.doors, draining: () => draining });
  const app = await NestFactory.create<NestFastifyApplication>(
    gatewayModule(moduleOptions(parts), providersOf(parts), await wakingModules(settings.redis)),
    adapter,
    {
      bodyParser: false,
      logger: nestLogger(settings.log),
      abortOnError: false,
    },
  );
  let closing: Promise<void> | undefined;
  const close = (): Promise<void> => {
    draining = true;
    closing ??= closeAll({ app, deliverer, cleaner, held, drainMs: settings.limits.drainMs });
    return closing;
  };
  try {
    // Before the runner starts: it takes back what an earlier life was sending, and must not take back what this one sends.
    await deliverer.start();
    const url = await listen(app, settings);
    addresses.listeningAt(url);
    cleaner.wake();
    return { url, app, close, addToken: (route) => addToken(tables.tokens, book, route) };
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
  const tables = { inbox: new Inbox(store), outbox: new Outbox(store), subscribers: new Subscribers(store), tokens: new Tokens(store) };
  const instance = await instanceId(store);
  if (settings.shared) await claimSpool(settings.spool, instance, tables.inbox);
  await spool.sweep(await tables.inbox.spoolNames(), settings.shared ? sharedSweepMs : 0);
  const deliverer = new Deliverer({ store, settings, ...tables });
  const cleaner = new SpoolCleaner({ store, spool, inbox: tables.inbox, log: settings.log });
  return {
    settings,
    book,
    store,
    spool,
    tables,
    deliverer,
    cleaner,
    addresses: new Addresses(settings.publicUrl),
    doors: new DoorList(),
    instance,
  };
}

function moduleOptions({ settings, store, spool, tables, deliverer, cleaner, instance }: Parts): ZenodoModuleOptions {
  const events = eventWriter({ settings, instance, outbox: tables.outbox, wake: () => deliverer.wake() });
  const release = releaseWriter({ inbox: tables.inbox, wake: () => cleaner.wake() });
  return {
    zenodo: zenodoOptions(settings),
    store,
    deposits: {
      ...settings.deposits,
      // Alone, the folder lock makes this the only process with this name: it gets its own jobs back at once after a crash.
      ...(settings.shared ? {} : { owner: 'gateway' }),
      openFile: (file) => openInboxFile(file, tables.inbox, spool),
      onTransition: (change) => [...events(change), ...release(change)],
      onStep: (job, step) => settings.log(depositLine(job, step)),
    },
  };
}

function providersOf({ settings, book, spool, addresses, doors, tables }: Parts): readonly Provider[] {
  return [
    { provide: GATEWAY_SETTINGS, useValue: settings },
    { provide: RecipeBook, useValue: book },
    { provide: Spool, useValue: spool },
    { provide: Addresses, useValue: addresses },
    { provide: DoorList, useValue: doors },
    { provide: Inbox, useValue: tables.inbox },
    { provide: Outbox, useValue: tables.outbox },
    { provide: Subscribers, useValue: tables.subscribers },
    { provide: Tokens, useValue: tables.tokens },
  ];
}

function zenodoOptions({ zenodo: { url, ...rest } }: Settings) {
  return { baseUrl: url, ...rest };
}

async function addToken(tokens: Tokens, book: RecipeBook, route: string): Promise<string> {
  if (!book.find(route))
    throw new ConfigError(`There is no route "${route}"; known are ${book.recipes.map((recipe) => recipe.route).join(', ')}.`);
  return tokens.add(route);
}

interface Running {
  readonly app: NestFastifyApplication;
  readonly deliverer: Deliverer;
  readonly cleaner: SpoolCleaner;
  readonly held: Held;
  readonly drainMs: number;
}

/** New requests are refused, uploads may end within their time, then the runner, the deliverer and the store stop in this order. */
async function closeAll({ app, deliverer, cleaner, held, drainMs }: Running): Promise<void> {
  const late = setTimeout(() => app.getHttpServer().closeAllConnections(), drainMs);
  await app.close();
  clearTimeout(late);
  await Promise.all([deliverer.stop(), cleaner.stop()]);
  await held.release();
}
