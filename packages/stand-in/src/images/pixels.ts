/** A decoded picture: four bytes a pixel (red, green, blue, alpha), row by row. */
export interface Pixels {
  readonly width: number;
  readonly height: number;
  readonly data: Buffer;
}

export interface Region {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

const BYTES = 4;

export function crop(from: Pixels, { x, y, width, height }: Region): Pixels {
  const rows = Array.from({ length: height }, (_, row) => {
    const start = ((y + row) * from.width + x) * BYTES;
    return from.data.subarray(start, start + width * BYTES);
  });
  return { width, height, data: Buffer.concat(rows) };
}

/** The picture in another size. Each pixel is the mean of those that it stands for. */
export function resize(from: Pixels, width: number, height: number): Pixels {
  const data = Buffer.alloc(width * height * BYTES);
  const columns = spans(from.width, width);
  const rows = spans(from.height, height);
  let at = 0;
  for (const row of rows) for (const column of columns) at = writeMean(from, row, column, data, at);
  return { width, height, data };
}

/** Turned clockwise by quarters, after being mirrored left to right where that is asked for. */
export function turn(from: Pixels, quarters: number, isMirrored: boolean): Pixels {
  const [width, height] = quarters % 2 === 0 ? [from.width, from.height] : [from.height, from.width];
  const data = Buffer.alloc(from.data.length);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const [left, top] = sourceOf(x, y, width, height, quarters);
      const column = isMirrored ? from.width - 1 - left : left;
      from.data.copy(data, (y * width + x) * BYTES, (top * from.width + column) * BYTES, (top * from.width + column + 1) * BYTES);
    }
  return { width, height, data };
}

/** In shades of grey, or in black and white alone. */
export function greyed(from: Pixels, isBitonal: boolean): Pixels {
  const data = Buffer.from(from.data);
  for (let at = 0; at < data.length; at += BYTES) {
    const luma = Math.round(0.299 * data[at]! + 0.587 * data[at + 1]! + 0.114 * data[at + 2]!);
    data.fill(isBitonal ? (luma < 128 ? 0 : 255) : luma, at, at + 3);
  }
  return { ...from, data };
}

/** Which pixels of `from` each of `to` stands for: at least one. */
function spans(from: number, to: number): { start: number; end: number }[] {
  return Array.from({ length: to }, (_, at) => {
    const start = Math.min(from - 1, Math.floor((at * from) / to));
    return { start, end: Math.max(start + 1, Math.floor(((at + 1) * from) / to)) };
  });
}

function writeMean(
  from: Pixels,
  row: { start: number; end: number },
  column: { start: number; end: number },
  data: Buffer,
  at: number,
): number {
  const count = (row.end - row.start) * (column.end - column.start);
  for (let channel = 0; channel < BYTES; channel++) {
    let sum = 0;
    for (let y = row.start; y < row.end; y++)
      for (let x = column.start; x < column.end; x++) sum += from.data[(y * from.width + x) * BYTES + channel]!;
    data[at + channel] = Math.round(sum / count);
  }
  return at + BYTES;
}

function sourceOf(x: number, y: number, width: number, height: number, quarters: number): [left: number, top: number] {
  if (quarters === 1) return [y, width - 1 - x];
  if (quarters === 2) return [width - 1 - x, height - 1 - y];
  return quarters === 3 ? [height - 1 - y, x] : [x, y];
}
