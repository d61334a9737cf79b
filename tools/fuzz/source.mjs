import { Chance } from './chance.mjs';
import { descriptionDoors } from './description-doors.mjs';
import { inDoors } from './doors.mjs';
import { garble, mutate } from './mutations.mjs';
import { outerDoors } from './outer-doors.mjs';
import { noises } from './pieces.mjs';
import { bytesOf, isSound, wrongFramings } from './request.mjs';

const doors = [...inDoors, ...descriptionDoors, ...outerDoors];
const weighted = doors.map((one) => [one[0], one]);

/** How a connection of its own goes on after the bytes: closed on our side, cut at once, or left open. */
const endings = [
  [30, 'end'],
  [4, 'cut'],
  [0.05, 'wait'],
]; // prettier-ignore

/** A part of all requests is good, one wants garbage on the wire; the rest is good but for one to three changes. */
const goodPart = 0.2;
/**
 * What is changed is mostly something new, and becomes a job. When there are some thousands, most of it only asks what would
 * become of it: a million jobs would test the database and Zenodo.
 */
const keptUntil = 50_000;
const dryPart = 0.95;
const noisePart = 0.01;
const framingPart = 0.06;
const wirePart = 0.06;

/**
 * @typedef {object} Shot one request, ready for the wire
 * @property {number} number
 * @property {string} door
 * @property {Buffer} bytes
 * @property {boolean} sound it may share a connection with others, and has to be answered
 * @property {boolean} headOnly its answer has no body
 * @property {'end' | 'cut' | 'wait'} ending
 * @property {boolean} streams
 * @property {boolean} html
 */

/** @returns {Shot} the request of this number; what earlier answers named (`seen`) and the time are in it too */
export function shotOf(number, { seed, world, seen }) {
  const chance = new Chance(seed, number);
  const ending = chance.weighted(endings);
  const rest = { number, ending, streams: false, html: false };
  if (chance.is(noisePart)) {
    const noise = chance.pick(noises);
    const bytes = Buffer.from(chance.is(0.3) ? garble(noise, chance) : noise, 'latin1');
    return { ...rest, door: 'no request', bytes, sound: false, headOnly: false };
  }
  const [, door, make] = chance.weighted(weighted);
  const made = make(chance, world, seen);
  if (chance.is(goodPart)) made.sign?.(made);
  else {
    if (number >= keptUntil && chance.is(dryPart) && made.target.startsWith('/in/') && !made.target.includes('?'))
      made.target += '?dry_run=1';
    mutate(made, chance);
  }
  const sound = isSound(made);
  const { method, streams = false, html = false } = made;
  const headOnly = method === 'HEAD';
  const how = chance.next();
  if (how < framingPart) {
    const bytes = bytesOf(made, chance.pick(wrongFramings), chance.pick(['HTTP/1.1', 'HTTP/1.1', 'HTTP/1.0']));
    return { ...rest, door, bytes, sound: false, headOnly, streams, html };
  }
  const bytes = bytesOf(made, chance.is(0.1) ? 'chunked' : 'length');
  if (how < framingPart + wirePart) {
    const broken = Buffer.from(garble(bytes.toString('latin1'), chance), 'latin1');
    return { ...rest, door, bytes: broken, sound: false, headOnly, streams, html };
  }
  return { ...rest, door, bytes, sound, headOnly, streams, html };
}

/** Ids that answers named, a few of each kind, so that later requests ask for what is there. */
export class Seen {
  #kinds = { uploads: [], jobs: [], events: [] };

  pick(kind, chance, otherwise) {
    const list = this.#kinds[kind];
    return list.length === 0 || chance.is(0.1) ? otherwise : chance.pick(list);
  }

  /** @param {import('./answers.mjs').Answer} answer */
  learn(door, { status, headers, body }) {
    if (status === 201 && door.startsWith('tus')) this.#add('uploads', /\/([0-9a-f]{32})$/.exec(headers['location'] ?? '')?.[1], 30);
    if (status === 202) this.#add('jobs', /"id":"([\w-]+)"/.exec(body)?.[1] ?? /^OK ([\w-]+) /.exec(body)?.[1], 40);
    if (status === 200 && door === 'API') this.#add('events', /"(evt_[\w-]+)"/.exec(body)?.[1], 20);
  }

  #add(kind, id, most) {
    const list = this.#kinds[kind];
    if (id === undefined || list.includes(id)) return;
    list.push(id);
    if (list.length > most) list.shift();
  }
}
