import type { Readable } from 'node:stream';
import { DataStore, Server, Upload } from '@tus/server';
import type { TusUploads } from './tus-uploads.ts';

interface Parts {
  readonly uploads: TusUploads;
  readonly expiryMs: number;
  /** Where the gateway is reached. */
  readonly publicUrl: () => string;
  /** Takes an upload in that is whole; answers the address of its job. */
  readonly finish: (id: string) => Promise<string>;
}

/** Tus' library over our uploads. With Node's fetch, which it needs, it takes some 4 MB, so it comes with the first upload. */
export function tusServer({ uploads, expiryMs, publicUrl, finish }: Parts): Server {
  return new Server({
    path: '/in',
    datastore: new UploadStore(uploads, expiryMs),
    allowedOrigins: () => false,
    namingFunction: (request) => request.headers.get('gateway-upload') ?? '',
    generateUrl: (request, { id }) => `${publicUrl()}${new URL(request.url).pathname.replace(/\/$/, '')}/${id}`,
    getFileIdFromRequest: (_request, last) => last,
    onUploadFinish: async (_request, { id }) => ({ headers: { 'gateway-job': await finish(id) } }),
  });
}

class UploadStore extends DataStore {
  readonly #uploads: TusUploads;
  readonly #expiryMs: number;

  constructor(uploads: TusUploads, expiryMs: number) {
    super();
    this.#uploads = uploads;
    this.#expiryMs = expiryMs;
    this.extensions = ['creation', 'creation-with-upload', 'termination', 'expiration', 'checksum'];
  }

  override async create(upload: Upload): Promise<Upload> {
    const { id, size = 0, metadata = {} } = upload;
    upload.creation_date = await this.#uploads.create({ id, size, metadata });
    return upload;
  }

  override async write(stream: Readable, id: string, offset: number): Promise<number> {
    return this.#uploads.write(stream, id, offset);
  }

  override async getUpload(id: string): Promise<Upload> {
    const { size, offset, metadata, createdAt } = await this.#uploads.stateOf(id);
    return new Upload({ id, size, offset, metadata: { ...metadata }, creation_date: createdAt });
  }

  override async remove(id: string): Promise<void> {
    await this.#uploads.remove(id);
  }

  override async deleteExpired(): Promise<number> {
    return this.#uploads.deleteExpired();
  }

  override getExpiration(): number {
    return this.#expiryMs;
  }
}
