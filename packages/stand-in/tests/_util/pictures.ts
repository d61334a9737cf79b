import jpeg from 'jpeg-js';
import { PNG } from 'pngjs';

/** A PNG whose left half is red and whose right half is blue. */
export function pngOf(width: number, height: number): Buffer<ArrayBuffer> {
  const png = new PNG({ width, height });
  png.data = Buffer.from(pixelsOf(width, height));
  return Buffer.from(PNG.sync.write(png));
}

/** The same as a JPEG. */
export function jpegOf(width: number, height: number): Buffer<ArrayBuffer> {
  return Buffer.from(jpeg.encode({ width, height, data: pixelsOf(width, height) }, 90).data);
}

function pixelsOf(width: number, height: number): Buffer {
  const data = Buffer.alloc(width * height * 4, 0xff);
  for (let at = 0; at < data.length; at += 4) {
    const isLeft = (at / 4) % width < width / 2;
    data.set(isLeft ? [255, 0, 0] : [0, 0, 255], at);
  }
  return data;
}
