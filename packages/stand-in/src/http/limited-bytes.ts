/**
 * The same bytes, as long as there are not too many.
 *
 * @param announced - the length that the client says, if it does: one that is too long is refused before a byte is read
 * @throws what `tooMany` gives once there are more than `most`
 */
export function limitedBytes(
  bytes: AsyncIterable<Uint8Array>,
  announced: string | undefined,
  most: number,
  tooMany: () => Error,
): AsyncIterable<Uint8Array> {
  if (Number(announced ?? 0) > most) throw tooMany();
  return counted(bytes, most, tooMany);
}

async function* counted(bytes: AsyncIterable<Uint8Array>, most: number, tooMany: () => Error): AsyncGenerator<Uint8Array> {
  let left = most;
  for await (const chunk of bytes) {
    left -= chunk.length;
    if (left < 0) throw tooMany();
    yield chunk;
  }
}
