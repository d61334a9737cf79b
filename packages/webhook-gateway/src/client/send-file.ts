import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { lstat } from 'node:fs/promises';
import { request } from 'undici';
import { stampOf } from '../sources/ready-files.ts';
import type { QueuedFile } from './local-queue.ts';

/** What became of one try. `later`: the gateway could not take it now, and the same again may work. */
export type SendOutcome =
  | { readonly kind: 'sent'; readonly id: string; readonly duplicate: boolean }
  | { readonly kind: 'refused' | 'later' | 'changed'; readonly problem: string };

const whileMs = 6 * 3_600_000;
/** Answers after which the same request may work. A wrong token or address is no fault of the file: it waits until they are right. */
const forNow = [401, 403, 404, 405, 408, 425, 429, 500, 502, 503, 504, 507];

/** Sends a file by PUT with its SHA-256, so that what arrives is what was read. */
export async function sendFile({ path, stamp, to, dataset, name }: QueuedFile, token: string): Promise<SendOutcome> {
  const stats = await lstat(path).catch(() => undefined);
  if (!stats?.isFile() || stampOf(stats) !== stamp) return { kind: 'changed', problem: `${path} is gone, or another file now.` };
  const sha256 = await sha256Of(path);
  const url = `${to.replace(/\/+$/, '')}/${encodeURIComponent(dataset)}/${encodeURIComponent(name)}`;
  try {
    const headers = { authorization: `Bearer ${token}`, 'content-length': String(stats.size), 'x-checksum-sha256': sha256 };
    const answer = await request(url, {
      method: 'PUT',
      headers,
      body: createReadStream(path),
      headersTimeout: whileMs,
      bodyTimeout: 60_000,
    });
    return outcomeOf(answer.statusCode, await answer.body.text());
  } catch (error) {
    return {
      kind: 'later',
      problem: `The gateway cannot be reached: ${(error as NodeJS.ErrnoException).code ?? (error as Error).message}.`,
    };
  }
}

function outcomeOf(status: number, text: string): SendOutcome {
  const body = parsed(text);
  if (status === 200 || status === 202) return { kind: 'sent', id: String(body['id']), duplicate: body['duplicate'] === true };
  const said =
    typeof body['detail'] === 'string' ? `${body['detail']} ${String(body['next_step'] ?? '')}` : `The server answered ${status}.`;
  return { kind: forNow.includes(status) ? 'later' : 'refused', problem: said.trim() };
}

function parsed(text: string): Readonly<Record<string, unknown>> {
  try {
    return JSON.parse(text) as Readonly<Record<string, unknown>>;
  } catch {
    return {};
  }
}

async function sha256Of(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path, { highWaterMark: 1024 * 1024 })) hash.update(chunk as Buffer);
  return hash.digest('hex');
}
