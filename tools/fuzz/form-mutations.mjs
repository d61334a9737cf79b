import { texts } from './pieces.mjs';

const part = (head, body = 'x') => `--b\r\n${head}\r\n\r\n${body}\r\n`;
const file = (name) => part(`Content-Disposition: form-data; name="file"; filename="${name}"`);

/** Mutations of a form with the boundary `b`, one byte a character. */
const mutations = [
  (text) => text.replace(/--b--\r\n$/, ''),
  (text) => text.replace('--b--', '--b'),
  (text) => text.replaceAll('\r\n', '\n'),
  (text, chance) => text.replaceAll('--b', `--${chance.pick(['c', '', 'b ', 'bb', '-b'])}`),
  (text, chance) => text.replace(/filename="[^"]*"/, `filename="${chance.pick(texts)}"`),
  (text, chance) => text.replace(/filename="[^"]*"/, `filename=${chance.pick(texts)}`),
  (text, chance) =>
    text.replace(
      /filename="[^"]*"/,
      (found) => `${found}; filename*=${chance.pick(["UTF-8''x.xy", "utf-8''%ff", "x''y", "UTF-8'de'%00", ''])}`,
    ),
  (text) => text.replace(/filename="[^"]*"/, (found) => `${found}; ${found}`),
  (text, chance) => text.replace(/name="[^"]*"/, `name="${chance.pick(texts)}"`),
  (text, chance) =>
    text.replace(/Content-Disposition[^\r]*/, (found) =>
      chance.pick([
        '',
        `${found}\r\n${found}`,
        'Content-Disposition: attachment',
        `${found}\0`,
        `${found}; ${'a=b;'.repeat(300)}`,
        found.replace(':', ''),
      ]),
    ),
  (text, chance) => file(chance.pick(['a.xy', 'A.XY', 'ａ.xy'])).repeat(2) + text,
  (text, chance) => Array.from({ length: chance.pick([101, 260]) }, (_, place) => file(`f${place}.xy`)).join('') + text,
  (text) => Array.from({ length: 110 }, (_, place) => part(`Content-Disposition: form-data; name="n${place}"`)).join('') + text,
  (text, chance) =>
    part(`Content-Disposition: form-data; name="${chance.pick(['meta', 'dataset', '__proto__', 'a b', ''])}"`, chance.pick(texts)) + text,
  (text) => part('Content-Disposition: form-data; name="meta"', '{"a":1,"a":2}') + text,
  (text, chance) =>
    part(
      `Content-Disposition: form-data; name="file"; filename="h.xy"\r\nContent-Transfer-Encoding: ${chance.pick(['base64', 'quoted-printable', 'x'])}`,
      '====',
    ) + text,
  (text) => part(`Content-Disposition: form-data; name="file"; filename="${'x'.repeat(17_000)}"`) + text,
  (text) => part(Array.from({ length: 60 }, (_, place) => `X-${place}: y`).join('\r\n')) + text,
  (text) =>
    part(
      'Content-Disposition: form-data; name="x"; filename="m.xy"\r\nContent-Type: multipart/mixed; boundary=c',
      '--c\r\n\r\ny\r\n--c--',
    ) + text,
  (text) => `preamble\r\n${text}epilogue`,
  (text, chance) => text.slice(0, chance.below(text.length)),
]; // prettier-ignore

/** @param {Buffer} body */
export const mutateForm = (body, chance) => Buffer.from(chance.pick(mutations)(body.toString('latin1'), chance), 'latin1');
