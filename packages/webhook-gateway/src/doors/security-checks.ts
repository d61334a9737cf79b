import type { IncomingMessage } from 'node:http';
import { Problem } from '../problems/problem.ts';

/** Headers that decide something: sent twice, two readers could each believe another. `X-Meta-*` is one of them. */
const single = new Set([
  'host',
  'authorization',
  'content-length',
  'content-type',
  'content-encoding',
  'transfer-encoding',
  'content-digest',
  'repr-digest',
  'x-checksum-sha256',
  'idempotency-key',
  'x-dataset',
  'x-file-name',
  'x-gateway-token',
  'webhook-id',
  'webhook-timestamp',
  'webhook-signature',
  'x-hub-signature-256',
  'x-gitea-signature',
  'x-forgejo-signature',
  'x-gitlab-token',
  'client-cert',
  'expect',
]); // prettier-ignore

/**
 * What Node's parser lets through and no instrument sends.
 *
 * @throws {Problem} `repeated-header`, `malformed-request`, `unsupported-body`
 */
export function checkRequest({ rawHeaders, headers, url, httpVersion }: IncomingMessage): void {
  const seen = new Set<string>();
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index]!.toLowerCase();
    if (!single.has(name) && !name.startsWith('x-meta-')) continue;
    if (seen.has(name)) throw new Problem('repeated-header', `The header ${name} was sent more than once.`, 'Send it once.');
    seen.add(name);
  }
  if (headers.host === undefined && httpVersion !== '1.0')
    throw new Problem('malformed-request', 'The request has no Host header.', 'Send one, as HTTP/1.1 asks.');
  const transfer = headers['transfer-encoding'];
  if (transfer !== undefined && transfer.toLowerCase() !== 'chunked')
    throw new Problem('malformed-request', 'Only the transfer encoding "chunked" is understood.', 'Send the body with a Content-Length.');
  if (headers.expect !== undefined && headers.expect.toLowerCase() !== '100-continue')
    throw new Problem('bad-header', 'Only the expectation "100-continue" can be met.', 'Send no other Expect header.');
  if (!url?.startsWith('/'))
    throw new Problem('malformed-request', 'The request names a whole address where a path belongs.', 'Send the path alone.');
}

/**
 * Python's urllib calls every body a form, and `curl -d` a file whose line breaks it took out: only a checksum tells them apart.
 *
 * @param hasSum - a checksum came with the body
 * @throws {Problem} `unsupported-body`: what arrives would not be the file itself
 */
export function checkBodyKind(request: IncomingMessage, hasSum = false): void {
  checkEncoding(request);
  const type = request.headers['content-type']?.trim().toLowerCase() ?? '';
  if (type.startsWith('multipart/') || (type.startsWith('application/x-www-form-urlencoded') && !hasSum))
    throw new Problem(
      'unsupported-body',
      'A form is not taken here: the body has to be the file itself.',
      'Send the raw file with Content-Type application/octet-stream, as curl -T does, or with its checksum.',
    );
}

/** No door unpacks anything. @throws {Problem} `unsupported-body` */
export function checkEncoding({ headers }: IncomingMessage): void {
  const encoding = headers['content-encoding']?.trim().toLowerCase();
  if (encoding && encoding !== 'identity')
    throw new Problem(
      'unsupported-body',
      `A body in Content-Encoding ${encoding} is not taken.`,
      'Send the file as it is, without Content-Encoding.',
    );
}
