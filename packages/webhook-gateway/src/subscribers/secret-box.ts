import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import { link, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ConfigError } from '../config/settings.ts';

/** Seals what has to be read again, such as signing secrets of subscriptions: a copy of the database alone opens none. */
export class SecretBox {
  readonly #key: Buffer;
  /** Names the key in what it sealed. */
  readonly #id: string;

  constructor(key: Buffer) {
    this.#key = key;
    this.#id = createHash('sha256').update(key).digest('hex').slice(0, 8);
  }

  /**
   * @param given - base64 of 32 bytes; all replicas need the same. Default: `gateway.key` in the folder
   * @param sealed - what it has to open. The file is made at the first start alone: a new one would open none of it
   * @throws {ConfigError} the key is none, is not the one that was used, or cannot be read
   */
  static async open(folder: string, given?: string, sealed: readonly Sealed[] = []): Promise<SecretBox> {
    const file = join(folder, 'gateway.key');
    const text = given ?? (await (sealed.length > 0 ? keyThere(file, sealed) : keyIn(file)));
    const key = Buffer.from(text.trim(), 'base64');
    if (key.length !== 32) throw new ConfigError('The gateway key is not the base64 of 32 bytes; make one with: openssl rand -base64 32');
    const box = new SecretBox(key);
    const closed = sealed.filter(({ text: one, place }) => !box.#opens(one, place));
    if (closed.length > 0)
      throw new ConfigError(
        `The gateway key (${given === undefined ? file : 'ZENODO_GATEWAY_KEY or key_file'}) is not the one that sealed ${listed(closed)}; ${mend}`,
      );
    return box;
  }

  #opens(text: string, place: string): boolean {
    try {
      this.unseal(text, place);
      return true;
    } catch {
      return false;
    }
  }

  /** @param place - table, column and row; what was sealed for one place opens in no other */
  seal(text: string, place: string): string {
    const nonce = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', this.#key, nonce).setAAD(Buffer.from(place));
    const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
    return `1.${this.#id}.${Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString('base64')}`;
  }

  /** @throws {ConfigError} it was sealed with another key, or changed */
  unseal(text: string, place: string): string {
    const [version, id, body = ''] = text.split('.');
    const bytes = Buffer.from(body, 'base64');
    if (version !== '1' || id !== this.#id || bytes.length < 28)
      throw new ConfigError(
        `What is sealed in ${place} needs another gateway key; put back the gateway.key (or ZENODO_GATEWAY_KEY) that was used.`,
      );
    const decipher = createDecipheriv('aes-256-gcm', this.#key, bytes.subarray(0, 12), { authTagLength: 16 });
    decipher.setAAD(Buffer.from(place)).setAuthTag(bytes.subarray(12, 28));
    return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString('utf8');
  }
}

/** What was sealed, and for whom. */
export interface Sealed {
  readonly name: string;
  readonly text: string;
  readonly place: string;
}

const mend =
  'put back the key that was used, or give them up with `zenodo-gateway subscriber forget NAME` and make them anew with the API.';
const listed = (sealed: readonly Sealed[]): string => `the secrets of the subscriptions ${sealed.map(({ name }) => name).join(', ')}`;

async function keyThere(file: string, sealed: readonly Sealed[]): Promise<string> {
  return readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    const why = error.code === 'ENOENT' ? 'is not there' : `cannot be read (${error.code})`;
    throw new ConfigError(`The gateway key ${file} ${why}, and without it nobody can open ${listed(sealed)}; ${mend}`);
  });
}

/** Made whole under another name first, since two gateways of one spool may start at once. */
async function keyIn(file: string): Promise<string> {
  const made = `${file}.${randomBytes(6).toString('hex')}`;
  try {
    await writeFile(made, `${randomBytes(32).toString('base64')}\n`, { flag: 'wx', mode: 0o600 });
    await link(made, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST')
      throw new ConfigError(`The gateway key ${file} cannot be written; check the folder's rights.`);
  } finally {
    await rm(made, { force: true });
  }
  return readFile(file, 'utf8');
}
