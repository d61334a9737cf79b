import type { FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { Problem } from '../problems/problem.ts';

const mostBytes = 1024 * 1024;
const mostDepth = 64;

/** The whole body as text; the parser of this server leaves bodies as streams. @throws {Problem} `too-large`, `cut-off` */
export async function textOf(request: FastifyRequest, most = mostBytes): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  // Leaving early must not destroy the request: the refusal is still to be sent on it.
  for await (const chunk of request.raw.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > most) throw new Problem('too-large', `The body has more than ${most} bytes.`, 'Send a smaller one.');
    chunks.push(chunk);
  }
  if (!request.raw.complete) throw new Problem('cut-off', 'The body ended too early.', 'Send it again.');
  return Buffer.concat(chunks).toString('utf8');
}

/** @throws {Problem} `unsupported-body`, `invalid-request` */
export async function jsonOf(request: FastifyRequest): Promise<unknown> {
  const type = request.headers['content-type'] ?? '';
  if (!/^application\/([\w.+-]+\+)?json\s*(;|$)/i.test(type))
    throw new Problem('unsupported-body', 'The body is to be JSON.', 'Send it with Content-Type: application/json.');
  const text = await textOf(request);
  if (depthOf(text) > mostDepth) throw invalid(`it is nested deeper than ${mostDepth} levels`);
  try {
    return JSON.parse(text);
  } catch {
    throw invalid('it is no JSON');
  }
}

/** Counted before parsing, since what reads the value is recursive. */
function depthOf(text: string): number {
  let depth = 0;
  let deepest = 0;
  let inString = false;
  for (let at = 0; at < text.length; at += 1) {
    const char = text[at];
    if (inString) {
      if (char === '\\') at += 1;
      else if (char === '"') inString = false;
    } else if (char === '"') inString = true;
    else if (char === '{' || char === '[') {
      depth += 1;
      deepest = Math.max(deepest, depth);
    } else if (char === '}' || char === ']') depth -= 1;
  }
  return deepest;
}

/** @throws {Problem} `invalid-request`, naming the place */
export function checkedBy<Schema extends z.ZodType>(schema: Schema, value: unknown, what: string): z.output<Schema> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const where = issue && issue.path.length > 0 ? ` at ${issue.path.join('.')}` : '';
  throw new Problem(
    'invalid-request',
    `The ${what} is not as it has to be${where}: ${issue?.message ?? 'unknown'}.`,
    'GET /openapi.json says how it has to be.',
  );
}

const invalid = (why: string): Problem =>
  new Problem('invalid-request', `The body cannot be used: ${why}.`, 'Send one JSON object as GET /openapi.json describes it.');
