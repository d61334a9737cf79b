import { ensureAnnounced, ensureStored } from '../errors/checksum-error.ts';
import { ensureSource } from '../errors/ensure-source.ts';
import { contentRefused } from '../errors/from-response.ts';
import type { BytesOptions } from '../transport/content-bytes.ts';
import { path } from '../transport/path.ts';
import type { TransportReply } from '../transport/transport.ts';
import { type ByteCount, watched } from '../transport/watched-body.ts';
import type { CallOptions } from '../types/call-options.ts';
import type { FileEntry, FileList, SentContent } from '../types/file.ts';
import type { FileSource, OpenedFile } from '../types/file-source.ts';
import type { RecordId } from '../types/record.ts';
import { Resource } from './resource.ts';

export interface UploadOptions extends CallOptions {
  /** Bytes of this file sent so far; it begins anew when a try does. */
  readonly onBytes?: (sentBytes: number) => void;
}

/** The files of a draft. An upload is start, content, commit; the files of records are read with `records.files`. */
export class Files extends Resource {
  /**
   * Announces a file; it is `pending` until its commit. Not repeated by itself.
   *
   * @throws {ValidationError} the key is there already
   */
  async start(id: RecordId, key: string, options?: CallOptions): Promise<FileEntry> {
    const { entries } = await this.startMany(id, [key], options);
    return entries.find((entry) => entry.key === key) ?? { key, status: 'pending' };
  }

  /** Announces many files in one call, all or none. Answers all files of the draft. */
  startMany(id: RecordId, keys: readonly string[], options?: CallOptions): Promise<FileList> {
    return this.send('files', { method: 'POST', path: path`/records/${id}/draft/files`, json: keys.map((key) => ({ key })), ...options });
  }

  /**
   * Sends the bytes of a started file in one pass, opening the source anew for each try. The file stays `pending`.
   *
   * @throws {ServerError} Zenodo did not keep the bytes (an answer of 200 can say so); delete the file and start again
   * @throws {NotFoundError} the file was not started
   * @throws {ChecksumError} the bytes are not those that `knownMd5` announced
   */
  async uploadContent(id: RecordId, source: FileSource, options: UploadOptions = {}): Promise<SentContent> {
    ensureSource('file', source);
    const { onBytes, ...call } = options;
    let md5 = '';
    const target = path`/records/${id}/draft/files/${source.key}/content`;
    const reply = await this.caller.reply({
      method: 'PUT',
      path: target,
      ...call,
      content: async () => {
        const opened = await source.open();
        const bytes: ByteCount = { fault: undefined, sent: 0, ended: false };
        return {
          body: watched(opened.body, bytes, onBytes),
          contentLength: source.size,
          fault: () => bytes.fault,
          close: async (arrived) => {
            if (arrived) md5 = await digestOf(opened, source, bytes);
            await opened.close();
          },
        };
      },
    });
    this.#refuseErrors(reply, source.key, target);
    ensureAnnounced(source, md5);
    // A body that cannot be watched is told of when it is through.
    onBytes?.(source.size);
    return { key: source.key, sizeBytes: source.size, md5 };
  }

  /** Completes a file whose content was sent; safe to repeat. Answers size and checksum as stored. */
  commit(id: RecordId, key: string, options?: CallOptions): Promise<FileEntry> {
    return this.send('file', { method: 'POST', path: path`/records/${id}/draft/files/${key}/commit`, repeatable: true, ...options });
  }

  /**
   * Start, content and commit of one file, and the comparison of what Zenodo stored with what was sent.
   *
   * @throws {ChecksumError} they differ; delete the file and upload it again
   */
  async upload(id: RecordId, source: FileSource, options: UploadOptions = {}): Promise<FileEntry> {
    ensureSource('file', source);
    await this.start(id, source.key, options);
    const { md5 } = await this.uploadContent(id, source, options);
    const stored = await this.commit(id, source.key, options);
    ensureStored(source, md5 || source.knownMd5, stored);
    return stored;
  }

  /** All files of a draft, pending ones too. */
  list(id: RecordId, options?: CallOptions): Promise<FileList> {
    return this.send('files', { method: 'GET', path: path`/records/${id}/draft/files`, ...options });
  }

  /** @throws {NotFoundError} the draft has no such file */
  get(id: RecordId, key: string, options?: CallOptions): Promise<FileEntry> {
    return this.send('file', { method: 'GET', path: path`/records/${id}/draft/files/${key}`, ...options });
  }

  delete(id: RecordId, key: string, options?: CallOptions): Promise<void> {
    return this.send('none', { method: 'DELETE', path: path`/records/${id}/draft/files/${key}`, ...options });
  }

  deleteAll(id: RecordId, options?: CallOptions): Promise<void> {
    return this.send('none', { method: 'DELETE', path: path`/records/${id}/draft/files`, ...options });
  }

  /**
   * Links the files of the version before into the draft of the next one, without moving bytes. Not repeated by itself.
   *
   * @throws {ValidationError} the draft has files already
   */
  importFromPrevious(id: RecordId, options?: CallOptions): Promise<FileList> {
    return this.inTurn(`draft ${id}`, () =>
      this.send('files', { method: 'POST', path: path`/records/${id}/draft/actions/files-import`, ...options }),
    );
  }

  /** The bytes of a draft's file as the transport's stream (an async iterable of bytes with the default one). */
  download(id: RecordId, key: string, options?: CallOptions): Promise<unknown> {
    return this.send('stream', {
      method: 'GET',
      path: path`/records/${id}/draft/files/${key}/content`,
      accept: '*/*',
      responseType: 'stream',
      ...options,
    });
  }

  /** The bytes of a draft's file, like `records.bytes`. */
  bytes(id: RecordId, key: string, options?: BytesOptions): AsyncGenerator<Uint8Array, void, undefined> {
    return this.bytesAt(path`/records/${id}/draft/files/${key}/content`, key, options);
  }

  #refuseErrors({ status, body }: TransportReply, key: string, target: string): void {
    if (typeof body !== 'object' || body === null || !('errors' in body)) return;
    const url = `${this.settings.origin}/api${target}`;
    throw contentRefused({ status, method: 'PUT', url, body }, key, body.errors);
  }
}

/** Only of bytes that were read to their end. */
async function digestOf(opened: OpenedFile, { size }: FileSource, bytes: ByteCount): Promise<string> {
  return bytes.ended && (bytes.sent === undefined || bytes.sent === size) ? opened.md5() : '';
}
