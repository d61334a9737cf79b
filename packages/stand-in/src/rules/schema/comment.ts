import { invalid } from '../../http/problem.ts';
import { type Doc, docAt, isDoc, type Json } from '../../json.ts';
import { sanitised } from './html.ts';
import { list, object, text, wrong } from './kinds.ts';

const uuid = (value: string) => (/^[\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{12}$/i.test(value) ? undefined : 'Not a valid UUID.');

const payload = object([
  { name: 'content', kind: text({ min: 1, clean: (html) => sanitised(html) }), required: true },
  { name: 'files', kind: list(object([{ name: 'file_id', kind: text({ check: uuid }), required: true }])) },
  { name: 'format', kind: { load: (value) => (value === 'html' ? { value, errors: [] } : wrong('Must be one of: html.')) } },
]);
/** A comment as a part of another body. */
export const comment = object([{ name: 'payload', kind: payload, required: true }]);

/** Fields that an answer carries and that may come back; they say nothing. */
const SHOWN = new Set(['id', 'created', 'updated', 'links', 'revision_id']);

/**
 * Reads the body of a comment.
 *
 * @throws {Problem} 400 for a body without content, and for fields that a comment has not
 */
export function readComment(body: Json | undefined): Doc {
  const sent = isDoc(body) ? Object.fromEntries(Object.entries(body).filter(([name]) => !SHOWN.has(name))) : (body ?? {});
  const { value, errors } = comment.load(sent);
  if (errors.length > 0) throw invalid(errors);
  return { format: 'html', ...docAt(value as Doc, 'payload') };
}

/**
 * Reads the comment that an action may carry: none when the body says nothing at all.
 *
 * @throws {Problem} 400 as for a comment of its own
 */
export function readActionComment(body: Json | undefined): Doc | undefined {
  if (!isDoc(body) || Object.keys(body).length === 0) return undefined;
  return readComment({ payload: body['payload'] ?? {} });
}
