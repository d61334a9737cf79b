import { isDoc, type Json } from '../../json.ts';
import { type Kind, MISSING, valid, wrong } from './kinds.ts';

/** How deep the coordinates of each GeoJSON type are nested. */
const DEPTHS: Readonly<Record<string, number>> = {
  Point: 1,
  MultiPoint: 2,
  LineString: 2,
  MultiLineString: 3,
  Polygon: 3,
  MultiPolygon: 4,
};

/** A GeoJSON geometry. */
export const geometry: Kind = {
  load(value) {
    if (!isDoc(value)) return { errors: [{ field: '_schema', messages: [`Invalid data type: ${shown(value)}`] }] };
    const type = value['type'];
    if (type === undefined || type === null) return { errors: [{ field: 'type', messages: [MISSING] }] };
    if (typeof type === 'object') return { errors: [{ field: 'type', messages: [`Invalid value: ${shown(type)}`] }] };
    const depth = DEPTHS[String(type)];
    if (depth === undefined) return { errors: [{ field: 'type', messages: [`Unsupported value: ${shown(type)}`] }] };
    const unknown = Object.keys(value).find((name) => name !== 'type' && name !== 'coordinates');
    if (unknown !== undefined) return { errors: [{ field: unknown, messages: ['Unknown field.'] }] };
    const coordinates = readPositions(value['coordinates'], depth);
    return coordinates === undefined ? wrong('Invalid coordinates.') : valid({ type, coordinates });
  },
};

/** Positions nested so deep, numbers written as text turned into numbers; undefined when they are none. */
function readPositions(value: Json | undefined, depth: number): Json | undefined {
  if (!Array.isArray(value) || (depth === 1 && value.length < 2)) return undefined;
  const read = value.map((inner) => (depth > 1 ? readPositions(inner, depth - 1) : readNumber(inner)));
  return read.every((one) => one !== undefined) ? read : undefined;
}

function readNumber(value: Json): number | undefined {
  if (typeof value === 'number') return value;
  return typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value) ? Number(value) : undefined;
}

/** A value as the server's own language prints it. */
function shown(value: Json): string {
  if (value === true) return 'True';
  if (value === false) return 'False';
  return typeof value === 'string' ? value : JSON.stringify(value);
}
