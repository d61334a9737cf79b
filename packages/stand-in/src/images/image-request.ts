import { Problem } from '../http/problem.ts';
import type { ImageSize } from './image-size.ts';
import { crop, greyed, type Pixels, type Region, resize, turn } from './pixels.ts';

/** What is asked of a picture, in the order in which it is done: the IIIF Image API, version 2. */
export interface ImageRequest {
  readonly region: string;
  readonly size: string;
  readonly rotation: string;
  readonly quality: string;
  readonly format: string;
}

const NUMBER = String.raw`\d+(?:\.\d+)?`;
const FORMS: readonly (readonly [name: keyof ImageRequest, shown: string, form: RegExp])[] = [
  ['region', 'region', new RegExp(`^(?:full|(?:\\d+,){3}\\d+|pct:(?:${NUMBER},){3}${NUMBER})$`)],
  ['size', 'size', new RegExp(`^(?:full|\\^?\\d+,|\\^?,\\d+|pct:${NUMBER}|\\d+,\\d+|!\\d+,\\d+)$`)],
  ['rotation', 'rotation', new RegExp(`^!?${NUMBER}$`)],
  ['quality', 'quality', /^(?:default|color|gr[ae]y|bitonal)$/],
  ['format', 'image_format', /^(?:gif|jp2|jpe?g|pdf|png|tiff?|webp)$/],
];
/** Red, green, blue and alpha of so many are 200 MB. */
const MOST_PIXELS = 50_000_000;

const refused = (message: string) => new Problem(400, message);

/** @throws {Problem} 400 for the first part that is none of the API */
export function checkImageRequest(asked: ImageRequest): void {
  for (const [name, shown, form] of FORMS)
    if (!form.test(asked[name])) throw refused(`value: \`${asked[name]}\` for parameter: \`${shown}\` is not supported`);
}

/** True when the picture is wanted as it is. */
export function asksForAll({ region, size, rotation, quality }: ImageRequest): boolean {
  return region === 'full' && size === 'full' && rotation === '0' && ['default', 'color'].includes(quality);
}

/** @throws {Problem} 403 for a picture that would take too much memory */
export function checkPixels({ width, height }: ImageSize): void {
  if (width * height > MOST_PIXELS) throw new Problem(403, 'Image size limit exceeded');
}

/**
 * Does what is asked: cuts, scales, turns, greys.
 *
 * @throws {Problem} 400 for a region outside of the picture, a size of nothing, an angle that is no right one
 */
export function transformed(from: Pixels, { region, size, rotation, quality }: ImageRequest): Pixels {
  const part = region === 'full' ? from : crop(from, regionOf(region, from));
  const wanted = size === 'full' ? part : sizeOf(size, part);
  const scaled = wanted === part ? part : resize(part, wanted.width, wanted.height);
  const turned = rotation === '0' ? scaled : turn(scaled, quartersOf(rotation), rotation.startsWith('!'));
  return ['default', 'color'].includes(quality) ? turned : greyed(turned, quality === 'bitonal');
}

function regionOf(text: string, { width, height }: ImageSize): Region {
  const isShare = text.startsWith('pct:');
  const numbers = text.replace('pct:', '').split(',').map(Number);
  if (isShare && numbers.some((number) => number > 100)) throw refused('Dimensions could not be grater than 100%');
  const sides = [width, height, width, height];
  const pixels = isShare ? numbers.map((number, at) => Math.floor((number / 100) * sides[at]!)) : numbers;
  const [x = 0, y = 0, wide = 0, high = 0] = pixels;
  const cut = { x, y, width: Math.min(wide, width - x), height: Math.min(high, height - y) };
  if (cut.width <= 0 || cut.height <= 0) throw refused(`Outside of image borders ${width},${height}`);
  return cut;
}

function sizeOf(text: string, { width, height }: ImageSize): ImageSize {
  const wanted = sizeAsked(text, width, height);
  if (wanted.width <= 0 || wanted.height <= 0)
    throw refused(`Width and height cannot be zero or negative, ${wanted.width},${wanted.height} has been given`);
  checkPixels(wanted);
  return wanted;
}

function sizeAsked(text: string, width: number, height: number): ImageSize {
  const scaled = (share: number): ImageSize => ({
    width: Math.max(1, Math.floor(width * share)),
    height: Math.max(1, Math.floor(height * share)),
  });
  if (text.startsWith('pct:')) return scaled(Number(text.slice(4)) / 100);
  const [wide = 0, high = 0] = text.replace(/^[!^]/, '').split(',').map(Number);
  if (text.startsWith('!')) return scaled(Math.min(wide / width, high / height));
  if (text.endsWith(',')) return { ...scaled(wide / width), width: wide };
  if (/^\^?,/.test(text)) return { ...scaled(high / height), height: high };
  return { width: wide, height: high };
}

function quartersOf(rotation: string): number {
  const degrees = Number(rotation.replace('!', ''));
  if (degrees > 360) throw refused(`Degrees must be between 0 and 360, ${degrees} has been given`);
  if (degrees % 90 !== 0) throw refused(`The stand-in turns pictures by right angles alone, ${degrees} has been given`);
  return (degrees / 90) % 4;
}
