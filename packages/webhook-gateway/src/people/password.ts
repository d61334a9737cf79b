import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';

const derive = promisify<string, Buffer, number, { N: number; r: number; p: number; maxmem: number }, Buffer>(scrypt);
const cost = { N: 32_768, r: 8, p: 1, maxmem: 64 * 1024 * 1024 };

export async function hashOf(password: string): Promise<string> {
  const salt = randomBytes(16);
  return `scrypt.${salt.toString('base64')}.${(await derive(password.normalize('NFKC'), salt, 32, cost)).toString('base64')}`;
}

/** Takes as long for nobody as for somebody, so that names cannot be found out by the clock. */
export async function isPassword(password: string, hash: string | undefined): Promise<boolean> {
  const [, salt = '', wanted = ''] = (hash ?? `scrypt.${'A'.repeat(22)}==.${'A'.repeat(43)}=`).split('.');
  const found = await derive(password.normalize('NFKC'), Buffer.from(salt, 'base64'), 32, cost);
  return timingSafeEqual(found, Buffer.from(wanted, 'base64')) && hash !== undefined;
}

/** What is wrong with a password to be, or undefined. */
export function passwordProblem(password: string, name: string): string | undefined {
  if (password.length < 12) return 'The password needs 12 characters or more.';
  if (password.length > 200) return 'The password may have 200 characters.';
  if (new Set(password).size < 5 || password.toLowerCase().includes(name.toLowerCase())) return 'The password is too easy to guess.';
  return undefined;
}
