import { mutateForm } from './form-mutations.mjs';
import { mutateJson } from './json-mutations.mjs';
import { headers, pathParts, queries, texts } from './pieces.mjs';
import { setHeader } from './request.mjs';

const methods = ['GET', 'HEAD', 'PUT', 'POST', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE', 'PROPFIND', 'M-SEARCH'];

/** Changes a part of a text: flipped, cut, doubled, or something put in. */
export function garble(text, chance) {
  const [at, length] = [chance.below(text.length + 1), chance.below(9)];
  const part = text.slice(at, at + length);
  const instead = chance.pick([
    '',
    part + part,
    chance.pick(texts),
    String.fromCharCode(chance.below(256)),
    part.replace(/./gs, (one) => String.fromCharCode(one.charCodeAt(0) ^ (1 << chance.below(8)))),
  ]);
  return text.slice(0, at) + instead + text.slice(at + length);
}

const onHeader = (change) => (draft, chance) => {
  if (draft.headers.length > 0) change(draft.headers, chance.below(draft.headers.length), chance);
};

/** Changes of the head that are told from its structure. */
const headMutations = [
  (draft, chance) => draft.headers.push([...chance.pick(headers)]),
  (draft, chance) => setHeader(draft, ...chance.pick(headers)),
  onHeader((list, at) => list.splice(at, 1)),
  onHeader((list, at) => list.push([...list[at]])),
  onHeader((list, at, chance) => list.push([list[at][0], chance.pick(texts)])),
  onHeader((list, at, chance) => (list[at] = [list[at][0], garble(list[at][1], chance)])),
  onHeader((list, at, chance) => (list[at] = [list[at][0], chance.pick(texts)])),
  onHeader((list, at) => (list[at] = [list[at][0], list[at][1].slice(0, -1)])),
  onHeader((list, at, chance) => {
    const other = chance.below(list.length);
    [list[at], list[other]] = [
      [list[at][0], list[other][1]],
      [list[other][0], list[at][1]],
    ];
  }),
  onHeader((list, at, chance) => (list[at] = [list[at][0], list[at][1].repeat(chance.pick([2, 50, 400]))])),
  onHeader(
    (list, at, chance) =>
      (list[at] = [chance.pick([list[at][0].toUpperCase(), ` ${list[at][0]}`, `${list[at][0]} `, '', `x-${list[at][0]}`]), list[at][1]]),
  ),
  (draft, chance) =>
    draft.headers.push(...Array.from({ length: chance.pick([20, 20, 20, 60, 60, 900]) }, (_, place) => [`x-meta-n${place}`, 'v'])),
  (draft, chance) => (draft.method = chance.pick(methods)),
  onPath((parts, at, chance) => (parts[at] = chance.pick(pathParts))),
  onPath((parts, at, chance) => parts.splice(at, 0, chance.pick(pathParts))),
  onPath((parts, at) => parts.splice(at, 1)),
  onPath(
    (parts, at, chance) =>
      (parts[at] = garble(parts[at], chance).replace(/[^!-~]/g, (one) => `%${one.charCodeAt(0).toString(16).padStart(2, '0')}`)),
  ),
  onPath((parts, at) => (parts[at] = parts[at].replace(/./, (one) => `%${one.charCodeAt(0).toString(16)}`))),
  (draft, chance) => (draft.target += `${draft.target.includes('?') ? '&' : '?'}${chance.pick(queries)}`),
  (draft, chance) => (draft.target += chance.pick(['/', '//', '#x', '?', '%', '\xe4', ' x'])),
]; // prettier-ignore

function onPath(change) {
  return (draft, chance) => {
    const [path, query] = draft.target.split(/\?(.*)/s);
    const parts = path.split('/').slice(1);
    if (parts.length === 0) return;
    change(parts, chance.below(parts.length), chance);
    draft.target = `/${parts.join('/')}${query === undefined ? '' : `?${query}`}`;
  };
}

const typeOf = ({ headers: list }) => list.find(([name]) => name === 'content-type')?.[1] ?? '';

function mutateBody(draft, chance) {
  const type = typeOf(draft);
  if (/json/.test(type) && chance.is(0.85)) draft.body = mutateJson(draft.body, chance);
  else if (type.startsWith('multipart') && chance.is(0.85)) draft.body = mutateForm(draft.body, chance);
  else if (chance.is(0.1)) draft.body = Buffer.alloc(chance.pick([0, 1, 70_000]), chance.below(256));
  else draft.body = Buffer.from(garble(draft.body.toString('latin1'), chance), 'latin1');
}

/** One to three changes of a request that was good. Its proof is made before them, after them, or wrongly. */
export function mutate(draft, chance) {
  const signAt = chance.weighted([
    [3, 'after'],
    [2, 'before'],
    [1, 'wrong'],
  ]); // prettier-ignore
  if (signAt === 'before') draft.sign?.(draft);
  for (let changes = 1 + chance.below(3); changes > 0; changes -= 1) {
    if (draft.body.length > 0 && chance.is(0.5)) mutateBody(draft, chance);
    else chance.pick(headMutations)(draft, chance);
  }
  if (signAt === 'after') draft.sign?.(draft);
  if (signAt === 'wrong') draft.sign?.(draft, chance.pick([{ secret: 'wrong' }, { lateS: -4_000 }, { lateS: 4_000 }, { lateS: -299 }]));
}
