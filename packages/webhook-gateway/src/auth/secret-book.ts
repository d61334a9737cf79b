import { createHash, timingSafeEqual } from 'node:crypto';
import { ConfigError } from '../config/settings.ts';
import type { Pull } from '../recipes/door-settings.ts';
import type { Auth, SecretUse } from './auth-schema.ts';

const smallestBytes = 24;
const wellKnown = ['changeme', 'secret', 'password', 'example'];

/** The secrets of senders by their names. They stand in files or in the environment, never in a recipe. */
export class SecretBook {
  readonly #secrets: Readonly<Record<string, string>>;

  constructor(secrets: Readonly<Record<string, string>>) {
    this.#secrets = secrets;
  }

  /** @param signing - they are keys of Standard Webhooks. @throws {ConfigError} a secret is missing or weak; the secret itself is never in the message */
  check(uses: readonly SecretUse[], where: string, signing: boolean): void {
    for (const { name } of uses) {
      const problem = Object.hasOwn(this.#secrets, name) ? weakness(this.#secrets[name]!, signing) : 'it is not there';
      if (problem)
        throw new ConfigError(
          `${where} names the secret "${name}", and ${problem}. Put 24 random bytes or more (openssl rand -base64 32) into a file and name it under \`secrets\`, or set ${variableOf(name)}.`,
        );
    }
  }

  /** Those that count at this time, in the order of the recipe. */
  active(uses: readonly SecretUse[], now: Date): readonly string[] {
    const counts = ({ from, until }: SecretUse): boolean =>
      (from === undefined || new Date(from) <= now) && (until === undefined || now < new Date(until));
    return uses.filter(counts).flatMap(({ name }) => (Object.hasOwn(this.#secrets, name) ? [this.#secrets[name]!] : []));
  }
}

/** Where a secret is looked for when no file is named. */
const variableOf = (name: string): string => `ZENODO_GATEWAY_SECRET_${name.toUpperCase().replaceAll('-', '_')}`;

function weakness(secret: string, signing: boolean): string | undefined {
  if (signing && !/^wh(sec|pk)_/.test(secret)) return 'it is neither a whsec_… nor a whpk_… of Standard Webhooks';
  const bytes = /^wh(sec|pk)_/.test(secret) ? Buffer.from(secret.replace(/^wh[a-z]+_/, ''), 'base64') : Buffer.from(secret);
  if (bytes.length < smallestBytes) return `it has ${bytes.length} bytes and needs ${smallestBytes}`;
  if (new Set(bytes).size < 8 || wellKnown.some((word) => secret.toLowerCase().includes(word))) return 'it is an example or a repetition';
  return undefined;
}

/** Whether two texts are one, in a time that says nothing about how much of them is. */
export function sameText(one: string, other: string): boolean {
  const [left, right] = [one, other].map((text) => createHash('sha256').update(text).digest());
  return timingSafeEqual(left!, right!);
}

/**
 * Refuses recipes whose senders could never, or too easily, be let in, or that fetch with a token that nobody has; before a start,
 * and before changed recipes are taken.
 *
 * @throws {ConfigError}
 */
export function checkSenders(
  recipes: readonly { readonly file: string; readonly auth: Auth; readonly pull?: Pull | undefined }[],
  secrets: Readonly<Record<string, string>>,
): void {
  const book = new SecretBook(secrets);
  for (const { file, auth, pull } of recipes) {
    if ('secrets' in auth) book.check(auth.secrets, file, auth.type === 'standard-webhooks');
    if (pull?.authorization) book.check([{ name: pull.authorization.secret }], file, false);
  }
}
