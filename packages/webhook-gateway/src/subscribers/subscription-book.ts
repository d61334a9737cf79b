import { StaleWriteError, type Store } from '@zenodo-connect/nestjs';
import type { LogLine } from '../config/gateway-config.ts';
import { Problem } from '../problems/problem.ts';
import { Outbox } from '../tables/outbox.ts';
import { type StoredSubscription, Subscribers } from '../tables/subscribers.ts';
import type { Sealed as SealedText, SecretBox } from './secret-box.ts';
import { type FilterableEvent, type Subscription, wants } from './subscription.ts';
import { subscriptionProblem } from './subscription-problem.ts';

/** The settings of a subscription that are no secret, as they are stored. */
type Settings = Pick<Subscription, 'events' | 'filter' | 'format' | 'allowPrivate' | 'handshake'> & {
  readonly headerName?: string | undefined;
};
/** Those that are. A secret that ends signs until then, so that its receiver has time to change. */
interface Sealed {
  readonly secrets: readonly { readonly value: string; readonly endsAt?: number }[];
  readonly headerValue?: string;
}

interface Deps {
  readonly store: Store;
  readonly box: SecretBox;
  readonly configured: readonly Subscription[];
  readonly log: (line: LogLine) => void;
}

/**
 * All subscriptions, of the configuration and of the API. Kept in memory, since events are written inside transactions
 * that cannot wait; read again now and then, for what another replica was told.
 */
export class SubscriptionBook {
  readonly #store: Store;
  readonly #box: SecretBox;
  readonly #configured: readonly Subscription[];
  readonly #subscribers: Subscribers;
  readonly #outbox: Outbox;
  readonly #log: Deps['log'];
  #current: readonly Subscription[];
  readonly #listeners = new Set<() => void>();

  constructor({ store, box, configured, log }: Deps) {
    this.#store = store;
    this.#box = box;
    this.#configured = configured;
    this.#subscribers = new Subscribers(store);
    this.#outbox = new Outbox(store);
    this.#log = log;
    this.#current = configured;
  }

  get current(): readonly Subscription[] {
    return this.#current;
  }

  find(name: string): Subscription | undefined {
    return this.#current.find((one) => one.name === name);
  }

  /** Who wants this event. */
  wanting(event: FilterableEvent): readonly string[] {
    return this.#current.filter((one) => wants(one, event)).map(({ name }) => name);
  }

  /** Called whenever the list is another one. */
  whenChanged(listener: () => void): void {
    this.#listeners.add(listener);
  }

  async register(): Promise<void> {
    await this.#store.write(this.#configured.flatMap(({ name, url }) => this.#subscribers.register(name, url)));
    await this.refresh();
  }

  async refresh(): Promise<void> {
    const names = new Set(this.#configured.map(({ name }) => name));
    const stored = (await this.#subscribers.stored()).filter(({ name }) => !names.has(name));
    const next = [...this.#configured, ...stored.flatMap((one) => this.#opened(one))];
    const changed = JSON.stringify(next) !== JSON.stringify(this.#current);
    this.#current = next;
    if (changed) for (const listener of this.#listeners) listener();
  }

  /** @throws {Problem} `invalid-subscription`, `taken` */
  async add(subscription: Subscription): Promise<void> {
    checked(subscription);
    if (
      this.find(subscription.name) ||
      !(await this.#written(this.#subscribers.insert(this.#stored(subscription, sealedOf(subscription)))))
    )
      throw new Problem('conflict', `There is a subscription "${subscription.name}" already.`, 'Take another name, or change that one.');
    await this.refresh();
  }

  /** @throws {Problem} `not-found`, `conflict`, `invalid-subscription` */
  async change(name: string, change: (before: Subscription) => Subscription): Promise<Subscription> {
    const { row, before, sealed } = await this.#own(name);
    const after = change(before);
    checked(after);
    const kept = sealed.secrets.filter(({ value }) => after.secrets.includes(value));
    const added = after.secrets.filter((value) => !kept.some((one) => one.value === value)).map((value) => ({ value }));
    await this.#replace(after, { ...sealedOf(after), secrets: [...added, ...kept] }, row);
    return after;
  }

  /** A new secret signs from now on, the ones before it for `overlapMs` longer. @throws {Problem} `not-found`, `conflict`, `invalid-request` */
  async rotate(name: string, secret: string, overlapMs: number, now: number): Promise<void> {
    const { row, before, sealed } = await this.#own(name);
    const ending = sealed.secrets.map((one) => ({
      value: one.value,
      endsAt: Math.min(one.endsAt ?? Number.POSITIVE_INFINITY, now + overlapMs),
    }));
    const living = ending.filter(({ endsAt }) => endsAt > now).slice(0, 9);
    const after = { ...before, secrets: [secret, ...living.map(({ value }) => value)] };
    checked(after);
    await this.#replace(after, { ...sealed, secrets: [{ value: secret }, ...living] }, row);
  }

  /** With all that waits for it. @throws {Problem} `not-found` */
  async remove(name: string): Promise<void> {
    if (!(await this.#written(this.#subscribers.remove(name), this.#outbox.forgetSubscriber(name)))) throw noSubscription(name);
    await this.refresh();
  }

  async #own(name: string) {
    const row = (await this.#subscribers.stored()).find((one) => one.name === name);
    const before = this.find(name);
    if (before?.source === 'config')
      throw new Problem(
        'conflict',
        `The subscription "${name}" stands in the configuration.`,
        'Change it there, and start the gateway again.',
      );
    const [opened] = row ? this.#opened(row) : [];
    if (!row || !opened) throw noSubscription(name);
    return { row, before: opened, sealed: this.#unsealed(row) };
  }

  async #replace(after: Subscription, sealed: Sealed, row: StoredSubscription): Promise<void> {
    if (!(await this.#written(this.#subscribers.replace(this.#stored(after, sealed), row))))
      throw new Problem(
        'conflict',
        `The subscription "${after.name}" was changed at the same time.`,
        'Read it again, and repeat the change.',
      );
    await this.refresh();
  }

  #stored({ name, url, events, filter, format, allowPrivate, handshake, header }: Subscription, sealed: Sealed): StoredSubscription {
    const settings: Settings = { events, filter, format, allowPrivate, handshake, headerName: header?.name };
    return { name, url, settings: JSON.stringify(settings), sealed: this.#box.seal(JSON.stringify(sealed), placeOf(name)) };
  }

  #unsealed({ name, sealed }: StoredSubscription): Sealed {
    return JSON.parse(this.#box.unseal(sealed, placeOf(name))) as Sealed;
  }

  /** One that cannot be opened is left out, so that the others go on. */
  #opened(row: StoredSubscription): readonly Subscription[] {
    try {
      const { headerName, ...settings } = JSON.parse(row.settings) as Settings;
      const { secrets, headerValue } = this.#unsealed(row);
      const now = Date.now();
      const header = headerName !== undefined && headerValue !== undefined ? { name: headerName, value: headerValue } : undefined;
      const living = secrets.filter(({ endsAt }) => endsAt === undefined || endsAt > now).map(({ value }) => value);
      return [{ name: row.name, url: row.url, ...settings, secrets: living, header, source: 'api' }];
    } catch (error) {
      const message = `The subscription "${row.name}" cannot be opened: ${(error as Error).message}`;
      this.#log({ time: new Date().toISOString(), level: 'error', kind: 'subscription', message });
      return [];
    }
  }

  async #written(...statements: Parameters<Store['write']>[0]): Promise<boolean> {
    try {
      await this.#store.write(statements);
      return true;
    } catch (error) {
      if (error instanceof StaleWriteError) return false;
      throw error;
    }
  }
}

export const sealedOne = (name: string, sealed: string): SealedText => ({ name, text: sealed, place: placeOf(name) });

/** What the key of a gateway has to open: of the subscriptions that the configuration does not name. */
export async function sealedIn(subscribers: Subscribers, configured: readonly Subscription[]): Promise<readonly SealedText[]> {
  const names = new Set(configured.map(({ name }) => name));
  return (await subscribers.stored()).filter(({ name }) => !names.has(name)).map(({ name, sealed }) => sealedOne(name, sealed));
}

const placeOf = (name: string): string => `subscriber.sealed.${name}`;

const sealedOf = ({ secrets, header }: Subscription): Sealed => ({
  secrets: secrets.map((value) => ({ value })),
  ...(header && { headerValue: header.value }),
});

function checked(subscription: Subscription): void {
  const problem = subscriptionProblem(subscription);
  if (problem)
    throw new Problem('invalid-request', `The subscription "${subscription.name}": ${problem}.`, 'Correct it and send it again.');
}

export const noSubscription = (name: string): Problem =>
  new Problem('not-found', `There is no subscription "${name}".`, 'GET /api/v1/subscriptions lists them.');
