import { createHash } from 'node:crypto';
import { ConfigurationError } from '../errors/configuration-error.ts';
import { AccountStoppedError, PublishCeilingError } from '../errors/deposit-stops.ts';
import { isValidationError } from '../errors/guards.ts';
import type { Settings } from '../options.ts';
import type { Publication, PublishCounter, PublishGate } from '../types/publish-guard.ts';
import { settled } from '../types/settled.ts';
import { MemoryPublishCounter, processCounter } from './memory-publish-counter.ts';

const dayMs = 86_400_000;

/** What is asked before something of one account is published. */
export class PublishGuard implements PublishGate {
  readonly #settings: Settings;
  readonly #counter: PublishCounter;
  readonly #account: string;

  constructor(settings: Settings) {
    this.#settings = settings;
    // A transport that adds the token itself, or a token that changes, does not say whose it is: such a client counts for itself.
    const token = settings.token?.isFixed ? settings.token.latest : undefined;
    const isNamed = settings.account !== '' || token !== undefined;
    this.#counter = settings.publishGuard.counter ?? (isNamed ? processCounter : new MemoryPublishCounter());
    this.#account = `${settings.origin} ${settings.account || digestOf(token)}`;
  }

  get demandsInitial(): boolean {
    return this.#settings.publishGuard.demandInitial ?? false;
  }

  /** How many of today's are taken, and why the account is stopped, if it is. */
  async state(): Promise<{ readonly takenToday: number; readonly perDay: number | undefined; readonly stopped: string | undefined }> {
    const [takenToday, stopped] = await Promise.all([
      this.#counter.taken(this.#account, this.#today()),
      this.#counter.stopped(this.#account),
    ]);
    return { takenToday, perDay: this.#settings.publishGuard.perDay, stopped };
  }

  /** Lifts a stop, once a person has settled with Zenodo what it was for. */
  resume(): Promise<void> {
    return this.#counter.resume(this.#account);
  }

  /** @throws {AccountStoppedError} Zenodo took something of this account for spam */
  async ensureGoing(): Promise<void> {
    const reason = await this.#counter.stopped(this.#account);
    if (reason !== undefined) throw new AccountStoppedError(reason);
  }

  /**
   * Takes one of the day's publications for a deposit.
   *
   * @throws {PublishCeilingError} none is left today
   * @throws {AccountStoppedError} Zenodo took something of this account for spam
   */
  async take(deposit: string): Promise<void> {
    await this.ensureGoing();
    const day = this.#today();
    const { perDay = Number.POSITIVE_INFINITY } = this.#settings.publishGuard;
    if (await this.#counter.take(this.#account, day, deposit, perDay)) return;
    throw new PublishCeilingError(perDay, new Date(Date.parse(day) + dayMs));
  }

  /** Learns that a publication failed, and answers the error to throw. A refusal gives back what was taken; Zenodo's spam answer stops the account. */
  async refused(deposit: string, error: unknown): Promise<unknown> {
    if (!isValidationError(error)) return error;
    await this.#counter.giveBack(this.#account, this.#today(), deposit);
    if (!isSpamAnswer(error.message)) return error;
    const reason = 'Zenodo has taken a record for spam, published nothing and blocked the account.';
    await this.#counter.stop(this.#account, reason);
    return new AccountStoppedError(reason, { cause: error });
  }

  /**
   * Publishes by a call of its own, outside of a deposit. Only where something counts is the draft read for it: the changes of
   * a published record make no new one.
   */
  async pass<Answer>({ id, initial, read }: Publication, call: () => Promise<Answer>): Promise<Answer> {
    await this.ensureGoing();
    let name = `edit of ${id}`;
    const { perDay, demandInitial = false, counter } = this.#settings.publishGuard;
    if (perDay !== undefined || demandInitial || counter) {
      const { is_published: isEdit, versions } = await read();
      if (!isEdit && demandInitial && versions.index === 1 && initial !== true) {
        const meant = `The draft ${id} would be published as a first version, and with it a new concept. Say "initial: true" if that is meant.`;
        throw new ConfigurationError(meant, 'initial');
      }
      if (!isEdit) {
        name = `draft ${id}`;
        await this.take(name);
      }
    }
    const done = await settled(call());
    if (done.ok) return done.value;
    throw await this.refused(name, done.error);
  }

  #today(): string {
    return new Date(this.#settings.now()).toISOString().slice(0, 10);
  }
}

/** "Your account has been blocked - the record you tried to publish has been classified as spam by …". */
function isSpamAnswer(said: string): boolean {
  return /account has been blocked|classified as spam/i.test(said);
}

/** Tells accounts apart without their token. */
function digestOf(token: string | undefined): string {
  return token === undefined ? 'guest' : createHash('sha256').update(`zenodo-connect ${token}`).digest('hex').slice(0, 16);
}
