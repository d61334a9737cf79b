import { BadRequestException, Controller, HttpCode, Inject, Post, ServiceUnavailableException, type Type, UseGuards } from '@nestjs/common';
import { Wake } from '../deposits/wake.ts';
import { EventTable } from '../events/event-table.ts';
import type { EventsSettings } from '../events/events-settings.ts';
import { gatewayEventOf, gatewayWatcher } from '../events/gateway-event.ts';
import type { Store } from '../store/store.ts';
import { StoreError } from '../store/store-errors.ts';
import { EVENTS_SETTINGS, ZENODO_STORE } from '../zenodo.tokens.ts';
import { type SignedWebhook, ZenodoSignatureGuard, ZenodoWebhook } from './zenodo-signature.guard.ts';

/** A controller that takes our gateway's events at this path; they are stored with what handlers are owed before it answers 204. */
export function webhooksControllerAt(path: string): Type {
  @Controller(path)
  class ZenodoWebhooksController {
    readonly #store: Store;
    readonly #settings: EventsSettings;
    readonly #wake: Wake;

    constructor(@Inject(ZENODO_STORE) store: Store, @Inject(EVENTS_SETTINGS) settings: EventsSettings, @Inject(Wake) wake: Wake) {
      this.#store = store;
      this.#settings = settings;
      this.#wake = wake;
    }

    @Post()
    @HttpCode(204)
    @UseGuards(ZenodoSignatureGuard)
    async receive(@ZenodoWebhook() { body }: SignedWebhook): Promise<void> {
      const event = gatewayEventOf(body);
      if (!event) throw new BadRequestException('The webhook is no event: JSON with id, type, subject and time.');
      try {
        await this.#store.write(new EventTable(this.#store).add(gatewayWatcher, event, '', this.#settings.now(), false));
      } catch (error) {
        if (error instanceof StoreError) throw new ServiceUnavailableException(`The event was not stored; send it again. ${error.message}`);
        throw error;
      }
      this.#wake.call();
    }
  }
  return ZenodoWebhooksController;
}
