import {
  BadRequestException,
  type CanActivate,
  createParamDecorator,
  type ExecutionContext,
  Inject,
  Injectable,
  InternalServerErrorException,
  PayloadTooLargeException,
} from '@nestjs/common';
import { isWebhookVerificationError, type VerifiedWebhook, verifyWebhook } from '@zenodo-connect/core/webhooks';
import { bytesOf, type WebhookRequest } from './raw-body.ts';
import { WEBHOOKS_OPTIONS, type ZenodoWebhooksOptions } from './webhooks-options.ts';

/** A webhook whose signature fits, with the bytes that were signed. */
export interface SignedWebhook extends VerifiedWebhook {
  readonly body: Buffer;
}

const verified = new WeakMap<WebhookRequest, SignedWebhook>();

/** Lets webhooks pass that one of the secrets signed (Standard Webhooks, v1 and v1a); others get 400. Over the very bytes, with any body parser. */
@Injectable()
export class ZenodoSignatureGuard implements CanActivate {
  readonly #options: ZenodoWebhooksOptions;

  constructor(@Inject(WEBHOOKS_OPTIONS) options: ZenodoWebhooksOptions) {
    this.#options = options;
  }

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<WebhookRequest>();
    const { secrets, windowSeconds } = this.#options;
    const body = await bytesOf(request);
    if (body === 'too_large') throw new PayloadTooLargeException('A webhook has 1 MiB at most.');
    const headers = request.headers;
    const keys = typeof secrets === 'function' ? await secrets() : secrets;
    if (body === 'absent') return absent(headers);
    const window = windowSeconds === undefined ? {} : { windowSeconds };
    try {
      verified.set(request, { ...verifyWebhook({ headers, body, secrets: keys, now: new Date(), ...window }), body });
      return true;
    } catch (error) {
      if (isWebhookVerificationError(error)) throw new BadRequestException(error.message.replace(/ ?Answer 400[.,]?/, ''));
      throw error;
    }
  }
}

/** The webhook that `ZenodoSignatureGuard` let pass: `@ZenodoWebhook() webhook: SignedWebhook`. */
export const ZenodoWebhook = createParamDecorator((_data: unknown, context: ExecutionContext): SignedWebhook => {
  const webhook = verified.get(context.switchToHttp().getRequest<WebhookRequest>());
  if (webhook) return webhook;
  throw new InternalServerErrorException('This webhook was verified by nobody; put @UseGuards(ZenodoSignatureGuard) on the method.');
});

/** Without its headers it is no webhook; with them the bytes were read before we could hear them. */
function absent(headers: WebhookRequest['headers']): never {
  if (headers['webhook-id'] === undefined || headers['webhook-signature'] === undefined || headers['webhook-timestamp'] === undefined)
    throw new BadRequestException('The webhook has no webhook-id, webhook-timestamp or webhook-signature header.');
  throw new InternalServerErrorException('The bytes of the webhook are not there; create the application with { rawBody: true }.');
}
