import type { Pixels } from './pixels.ts';

/** The kinds of pictures that are decoded and made here. */
export type Codec = 'png' | 'jpeg';

/** Their extensions. */
export const CODECS: Readonly<Record<string, Codec>> = { jpeg: 'jpeg', jpg: 'jpeg', png: 'png' };

const JPEG_QUALITY = 90;

/** The pixels of a picture; undefined when the bytes are none. The codecs are loaded when the first picture is asked for. */
export async function decode(codec: Codec, bytes: Buffer): Promise<Pixels | undefined> {
  try {
    if (codec === 'png') {
      const { PNG } = await import('pngjs');
      const { width, height, data } = PNG.sync.read(bytes);
      return { width, height, data };
    }
    const { default: jpeg } = await import('jpeg-js');
    const { width, height, data } = jpeg.decode(bytes, { formatAsRGBA: true, maxResolutionInMP: 50, maxMemoryUsageInMB: 512 });
    return { width, height, data: Buffer.from(data) };
  } catch {
    return undefined;
  }
}

/** The bytes of a picture. What is transparent is not so in a JPEG. */
export async function encode(codec: Codec, { width, height, data }: Pixels): Promise<Buffer> {
  if (codec === 'png') {
    const { PNG } = await import('pngjs');
    return PNG.sync.write(Object.assign(new PNG({ width, height }), { data }));
  }
  const { default: jpeg } = await import('jpeg-js');
  return Buffer.from(jpeg.encode({ width, height, data }, JPEG_QUALITY).data);
}
