/**
 * @typedef {object} Answer
 * @property {number} status
 * @property {Record<string, string>} headers
 * @property {string} body latin1
 * @property {number} end where the next one begins
 * @property {boolean} whole
 */

const nothing = new Set([204, 304]);

/**
 * The answer that begins at `from`; undefined while its head is not whole. 100 is passed over.
 *
 * @param {Buffer} bytes
 * @param {boolean} headOnly the request was a HEAD
 * @returns {Answer | undefined}
 * @throws {Error} it is no HTTP
 */
export function answerIn(bytes, from, headOnly) {
  const headEnd = bytes.indexOf('\r\n\r\n', from);
  if (headEnd < 0) return undefined;
  const [first, ...lines] = bytes.latin1Slice(from, headEnd).split('\r\n');
  const status = Number(/^HTTP\/1\.1 (\d{3}) /.exec(first)?.[1] ?? NaN);
  if (!(status >= 100 && status <= 599)) throw new Error(`An answer begins with ${JSON.stringify(first.slice(0, 80))}`);
  if (status === 100) return answerIn(bytes, headEnd + 4, headOnly);
  const headers = Object.fromEntries(
    lines.map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 1).trim()]),
  );
  const start = headEnd + 4;
  if (headOnly || nothing.has(status)) return { status, headers, body: '', end: start, whole: true };
  if (headers['transfer-encoding'] === 'chunked') return { status, headers, ...chunkedBody(bytes, start) };
  const length = Number(headers['content-length'] ?? NaN);
  // Without either the body ends with the connection.
  if (Number.isNaN(length))
    return { status, headers, body: bytes.latin1Slice(start), end: bytes.length, whole: headers['connection'] === 'close' };
  const end = start + length;
  return { status, headers, body: bytes.latin1Slice(start, Math.min(end, bytes.length)), end, whole: bytes.length >= end };
} // prettier-ignore

function chunkedBody(bytes, start) {
  let body = '';
  for (let at = start; ; ) {
    const lineEnd = bytes.indexOf('\r\n', at);
    const size = lineEnd < 0 ? NaN : Number.parseInt(bytes.latin1Slice(at, lineEnd), 16);
    const end = lineEnd + 2 + size;
    if (Number.isNaN(size) || bytes.length < end + 2) return { body, end: bytes.length, whole: false };
    body += bytes.latin1Slice(lineEnd + 2, end);
    at = end + 2;
    if (size === 0) return { body, end: at, whole: true };
  }
}

/**
 * What is wrong with an answer, in words; undefined for a good one. A refusal is a problem of RFC 9457, one line of text
 * for who asked for text, or a page for people. No 5xx is right here: nothing stops the gateway, its store works and its
 * disk has room, so neither 503 nor 507 has a reason, and a length beyond the limit is the sender's mistake (413).
 *
 * @param {Answer} answer
 * @param {{ html?: boolean, headOnly?: boolean }} asked
 */
export function faultOf({ status, headers, body, whole }, { html = false, headOnly = false } = {}) {
  if (status >= 500) return `It was answered ${status}`;
  if (!whole) return 'The answer was cut';
  const type = headers['content-type'] ?? '';
  if (headOnly || (body === '' && status < 400)) return undefined;
  if (status < 400)
    return type.startsWith('application/json') && jsonIn(body) === undefined ? 'The answer says it is JSON and is none' : undefined;
  if (type.startsWith('text/plain')) return /^ERROR \S.*\n$/.test(body) ? undefined : 'The refusal in text is not one line';
  if (html && type.startsWith('text/html')) return body.includes('</html>') || body.startsWith('<!') ? undefined : 'The page is none';
  if (!type.startsWith('application/problem+json')) return `The refusal ${status} is of the type "${type}"`;
  const problem = jsonIn(body);
  const isWhole =
    problem?.status === status && ['type', 'title', 'detail', 'next_step', 'instance'].every((key) => typeof problem[key] === 'string');
  return isWhole ? undefined : 'The problem in the answer is not whole';
} // prettier-ignore

/** @param {string} latin1 @returns {any} undefined when it is none */
function jsonIn(latin1) {
  try {
    return JSON.parse(Buffer.from(latin1, 'latin1').toString('utf8'));
  } catch {
    return undefined;
  }
}
