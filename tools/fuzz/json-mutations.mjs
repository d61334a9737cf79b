/** Mutations of a JSON body as text, since most of them cannot be written from a value. */
const values = [
  'null',
  'true',
  '-0',
  '1e999',
  '1E-400',
  '9007199254740993',
  '0.1e1',
  '01',
  '"\\ud800"',
  '"\\udfff\\ud800"',
  '"\\u0000"',
  '"a\u202eb"',
  '{}',
  '[]',
  '[[[]]]',
  '"__proto__"',
  '{"__proto__":{"x":1}}',
  '{"constructor":{"prototype":{}}}',
  '""',
  '" "',
  '{"$value":"meta"}',
  '"{{ meta }}"',
  '[null]',
  '[1,"x",{"a":[]}]',
  '{"@id":{"@id":1}}',
  '"0000-0002-1825-0098"',
  '"2026-02-30"',
  '-1e15',
  'NaN',
  'undefined',
  "'x'",
  '"\\x"',
  '"\n"',
  '/**/1',
]; // prettier-ignore

const mutations = [
  // A value is another one.
  (text, chance) => replaceOne(text, /"(?:[^"\\]|\\.)*"(?!\s*:)|-?\d[\d.eE+-]*|true|false|null/g, chance, () => chance.pick(values)),
  // A key is another one.
  (text, chance) =>
    replaceOne(text, /"(?:[^"\\]|\\.)*"(?=\s*:)/g, chance, () =>
      chance.pick(['"__proto__"', '""', '"a"', '"constructor"', '"\\u0000"', '"a.b"', '"x"']),
    ),
  // A key is there twice.
  (text, chance) => replaceOne(text, /"(?:[^"\\]|\\.)*"\s*:/g, chance, (found) => `${found}1,${found}`),
  (text) => text.replace('{', '{"a":1,"\\u0061":2,'),
  // It is deep.
  (text, chance) => deep(text, chance, chance.pick([10, 60, 65, 200, 5_000])),
  (_text, chance) => `${chance.pick(['[', '{"a":']).repeat(chance.pick([30, 3_000]))}`,
  // It is long.
  (text, chance) => text.replace('{', `{"long":"${'x'.repeat(chance.pick([5_000, 70_000]))}",`),
  (text, chance) =>
    text.replace('{', `{${Array.from({ length: chance.pick([200, 3_000]) }, (_, place) => `"k${place}":${place},`).join('')}`),
  // It is not all there, or too much is.
  (text, chance) => text.slice(0, chance.below(text.length + 1)),
  (text) => `${text}${text}`,
  (text) => `\uFEFF${text}`,
  (text, chance) => replaceOne(text, /[,:{}[\]"]/g, chance, () => chance.pick(['', ',', ':', '{', '}', '[', ']', '"', '\\', ' '])),
  (text) => `[${text}]`,
  () => '',
]; // prettier-ignore

/** What stays JSON gets further, so it is more often. */
const weights = [8, 4, 1, 1];

/** @param {Buffer} body */
export function mutateJson(body, chance) {
  const text = body.toString('utf8');
  if (chance.is(0.05)) return Buffer.from(text, 'utf16le');
  if (chance.is(0.05))
    return Buffer.concat([body.subarray(0, body.length >> 1), Buffer.from([0xff, 0xc3, 0x28]), body.subarray(body.length >> 1)]);
  const weighted = mutations.map((one, place) => [weights[place] ?? 0.5, one]);
  return Buffer.from(chance.weighted(weighted)(text, chance));
} // prettier-ignore

function deep(text, chance, depth) {
  const [open, close] = chance.pick([
    ['[', ']'],
    ['{"d":', '}'],
  ]);
  return text.replace('{', `{"deep":${open.repeat(depth)}1${close.repeat(depth)},`);
} // prettier-ignore

function replaceOne(text, pattern, chance, make) {
  const found = [...text.matchAll(pattern)];
  if (found.length === 0) return `${text}${make('')}`;
  const { 0: old, index } = chance.pick(found);
  return text.slice(0, index) + make(old) + text.slice(index + old.length);
}
