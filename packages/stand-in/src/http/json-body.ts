import type { Json } from '../json.ts';
import { Problem } from './problem.ts';

/** What a front server lets through to everything but the buckets. */
const MOST_BYTES = 100 * 1024 * 1024;
/** How deep lists and objects may stand in each other: the server's own parser gives up there. */
const MOST_DEPTH = 900;

const tooLarge = () => new Problem(413, 'The data value transmitted exceeds the capacity limit.');

/** @throws {Problem} 413 for a body that says it is longer than what is let through */
export function checkLength(contentLength: string | undefined): void {
  if (Number(contentLength ?? 0) > MOST_BYTES) throw tooLarge();
}

/**
 * The whole body as text.
 *
 * @throws {Problem} 413 when it is too long
 */
export async function readText(bytes: AsyncIterable<Uint8Array>, contentLength: string | undefined): Promise<string> {
  checkLength(contentLength);
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of bytes) {
    size += chunk.length;
    if (size > MOST_BYTES) throw tooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/**
 * A body as JSON; undefined when there is none.
 *
 * @throws {Problem} 400 when it is not JSON, or nested too deep
 */
export function parseJson(text: string): Json | undefined {
  if (text === '') return undefined;
  try {
    if (depthOf(text) <= MOST_DEPTH) return JSON.parse(text) as Json;
  } catch {
    // Told below, in the server's words.
  }
  throw new Problem(400, 'Unable to decode JSON data in request body.');
}

/** How deep brackets stand in each other, those in texts left out. */
function depthOf(text: string): number {
  let depth = 0;
  let deepest = 0;
  let inText = false;
  for (let at = 0; at < text.length; at++) {
    const char = text[at];
    if (inText) {
      if (char === '\\') at++;
      else if (char === '"') inText = false;
    } else if (char === '"') inText = true;
    else if (char === '[' || char === '{') deepest = Math.max(deepest, ++depth);
    else if (char === ']' || char === '}') depth--;
  }
  return deepest;
}
