import { ZenodoClient } from './client.ts';
import { undiciTransport } from './node/undici-transport.ts';
import type { Place, PortableOptions } from './options.ts';

/** Options of {@link Zenodo}. What a portable client has to bring has defaults here. */
export type ZenodoOptions = Place & Partial<Omit<PortableOptions, 'environment' | 'baseUrl'>>;

/**
 * Zenodo, its sandbox, or another InvenioRDM.
 *
 * @example
 * const zenodo = new Zenodo({ token, environment: 'sandbox' }); // no default: a published DOI is for ever
 */
export class Zenodo extends ZenodoClient {
  /** @throws {ConfigurationError} an option is missing or wrong */
  constructor(options: ZenodoOptions) {
    super({
      ...options,
      transport: options.transport ?? undiciTransport(),
      now: options.now ?? Date.now,
      checkReply: options.checkReply ?? checkReply,
    });
  }
}

/** The schemas come with the first answer: zod costs half of the start-up otherwise. */
const checkReply: PortableOptions['checkReply'] = async (shape, body) => (await import('./schemas/check-reply.ts')).checkReply(shape, body);

export { fileFromBuffer } from './node/file-from-buffer.ts';
export { type FileFromPathOptions, fileFromPath } from './node/file-from-path.ts';
export { type UndiciTransportOptions, undiciTransport } from './node/undici-transport.ts';
export * from './portable.ts';
