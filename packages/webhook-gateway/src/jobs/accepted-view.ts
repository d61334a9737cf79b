import { Inject, Injectable } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { InboundEvents } from '../events/inbound-events.ts';
import type { Accepted } from '../intake/intake.ts';
import { wantsText } from '../problems/wants-text.ts';
import { noteJob } from '../telemetry/request-log.ts';
import { Addresses } from './addresses.ts';

const note =
  'Other bytes came under this name since these did, so the dataset holds those. To deposit these once more, send them with a new Idempotency-Key.';

/** The answer to a file that is safe: 202 for new bytes, 200 for bytes that are here already. */
@Injectable()
export class AcceptedView {
  readonly #addresses: Addresses;
  readonly #inbound: InboundEvents;

  constructor(@Inject(Addresses) addresses: Addresses, @Inject(InboundEvents) inbound: InboundEvents) {
    this.#inbound = inbound;
    this.#addresses = addresses;
  }

  async send(reply: FastifyReply, accepted: Accepted): Promise<void> {
    const { job, dataset, sha256, duplicate, superseded } = accepted;
    if (duplicate) await this.#inbound.duplicate(reply.request.raw, accepted);
    const statusUrl = this.#addresses.job(job.id);
    noteJob(reply.request, job.id);
    reply
      .code(duplicate ? 200 : 202)
      .header('location', statusUrl)
      .header('retry-after', '5');
    if (wantsText(reply.request.headers.accept)) await reply.type('text/plain; charset=utf-8').send(`OK ${job.id} ${job.state}\n`);
    else
      await reply.send({ id: job.id, status: job.state, status_url: statusUrl, dataset, sha256, duplicate, ...(superseded && { note }) });
  }
}
