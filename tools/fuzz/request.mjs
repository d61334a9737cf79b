/**
 * A request that is still being made. What it says in its head stands as it will be on the wire, one byte a character.
 *
 * @typedef {object} Draft
 * @property {string} method
 * @property {string} target the path and the query
 * @property {[string, string][]} headers without those that say how long the body is
 * @property {Buffer} body
 * @property {((draft: Draft) => void) | undefined} sign adds what proves who sends
 * @property {boolean} [streams] the answer has no end: the client hangs up after its head
 * @property {boolean} [html] people get it, so a refusal may be a page
 */

/** @returns {Draft} */
export function draft(method, target, headers = {}, body = '', more = {}) {
  return { method, target, headers: Object.entries(headers), body: Buffer.from(body), sign: undefined, ...more };
}

export function setHeader({ headers }, name, value) {
  const place = headers.findIndex(([one]) => one.toLowerCase() === name);
  if (place < 0) headers.push([name, value]);
  else headers[place] = [headers[place][0], value];
}

/** How the length of a body is told, and how it is told wrongly; `sound` ways keep the connection. */
const framings = {
  length: ({ body }) => [[['content-length', String(body.length)]], body],
  chunked: ({ body }) => [[['transfer-encoding', 'chunked']], chunks(body)],
  'no length': ({ body }) => [[], body],
  'a shorter length': ({ body }) => [[['content-length', String(Math.max(0, body.length - 3))]], body],
  'a longer length': ({ body }) => [[['content-length', String(body.length + 7)]], body],
  'no number': ({ body }) => [[['content-length', '0x10']], body],
  'a negative length': ({ body }) => [[['content-length', '-1']], body],
  'a length with a sign': ({ body }) => [[['content-length', `+${body.length}`]], body],
  'a length beyond numbers': ({ body }) => [[['content-length', '99999999999999999999999']], body],
  'a length beyond disks': ({ body }) => [[['content-length', '9007199254740991']], body],
  'two lengths': ({ body }) => [
    [
      ['content-length', String(body.length)],
      ['content-length', '1'],
    ],
    body,
  ],
  'a length and chunks': ({ body }) => [
    [
      ['content-length', '4'],
      ['transfer-encoding', 'chunked'],
    ],
    chunks(body),
  ],
  'chunks of another coding': ({ body }) => [[['transfer-encoding', 'gzip, chunked']], chunks(body)],
  'chunks without end': ({ body }) => [[['transfer-encoding', 'chunked']], chunks(body).subarray(0, -5)],
  'a chunk with a wrong size': ({ body }) => [[['transfer-encoding', 'chunked']], Buffer.concat([Buffer.from('zz\r\n'), chunks(body)])],
  'a chunk with a huge size': ({ body }) => [
    [['transfer-encoding', 'chunked']],
    Buffer.concat([Buffer.from('ffffffffffffffff\r\n'), body]),
  ],
  'a chunk with an extension': ({ body }) => [
    [['transfer-encoding', 'chunked']],
    Buffer.concat([Buffer.from(`${body.length.toString(16)};${'x'.repeat(20_000)}\r\n`), body, Buffer.from('\r\n0\r\n\r\n')]),
  ],
  'chunks with a trailer': ({ body }) => [
    [
      ['transfer-encoding', 'chunked'],
      ['trailer', 'authorization'],
    ],
    Buffer.concat([chunks(body).subarray(0, -2), Buffer.from('authorization: Bearer x\r\ncontent-length: 9\r\n\r\n')]),
  ],
  'an expectation': ({ body }) => [
    [
      ['content-length', String(body.length)],
      ['expect', '100-continue'],
    ],
    body,
  ],
  'another expectation': ({ body }) => [
    [
      ['content-length', String(body.length)],
      ['expect', '200-ok'],
    ],
    body,
  ],
}; // prettier-ignore

export const wrongFramings = Object.keys(framings).slice(2);

function chunks(body) {
  const half = body.length >> 1;
  const parts = [body.subarray(0, half), body.subarray(half)].filter(({ length }) => length > 0);
  const framed = parts.flatMap((part) => [Buffer.from(`${part.length.toString(16)}\r\n`), part, Buffer.from('\r\n')]);
  return Buffer.concat([...framed, Buffer.from('0\r\n\r\n')]);
}

/** @param {Draft} draft @returns {Buffer} */
export function bytesOf(draft, framing = 'length', version = 'HTTP/1.1') {
  const [about, body] =
    draft.body.length === 0 && framing === 'length' && /^(GET|HEAD|DELETE)$/.test(draft.method)
      ? [[], draft.body]
      : framings[framing](draft);
  const lines = [...draft.headers, ...about].map(([name, value]) => `${name}: ${value}\r\n`);
  return Buffer.concat([Buffer.from(`${draft.method} ${draft.target} ${version}\r\n${lines.join('')}\r\n`, 'latin1'), body]);
}

/** Whether every reader of HTTP would see one whole request in it, after which the connection goes on. */
export function isSound({ method, target, headers }) {
  return (
    /^(GET|HEAD|PUT|POST|PATCH|DELETE|OPTIONS)$/.test(method) &&
    /^\/[\x21-\x7e]*$/.test(target) &&
    headers.every(
      ([name, value]) =>
        /^[\w!#$%&'*+.^`|~-]+$/.test(name) && /^[\t\x20-\x7e\x80-\xff]*$/.test(value) && !framingNames.has(name.toLowerCase()),
    ) &&
    target.length + headers.reduce((sum, [name, value]) => sum + name.length + value.length + 4, 0) < 14_000 &&
    headers.length < 100
  );
} // prettier-ignore

const framingNames = new Set(['connection', 'upgrade', 'expect', 'content-length', 'transfer-encoding', 'trailer', 'keep-alive']);
