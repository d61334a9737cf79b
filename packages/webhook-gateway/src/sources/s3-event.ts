/**
 * The objects that a notification tells of as made: S3's own form, which MinIO, RustFS and Ceph send too.
 * Keys are percent-encoded with `+` for a space there, once.
 */
export function objectsIn(message: Readonly<Record<string, unknown>>): readonly { readonly bucket: string; readonly key: string }[] {
  const records = Array.isArray(message['Records']) ? message['Records'] : [];
  return records.flatMap((record: unknown) => {
    const { eventName, s3 } = (record ?? {}) as { eventName?: unknown; s3?: { bucket?: { name?: unknown }; object?: { key?: unknown } } };
    const [bucket, key] = [s3?.bucket?.name, s3?.object?.key];
    if (typeof bucket !== 'string' || typeof key !== 'string' || !/ObjectCreated/.test(String(eventName))) return [];
    return [{ bucket, key: decodedKey(key) }];
  });
}

function decodedKey(key: string): string {
  try {
    return decodeURIComponent(key.replaceAll('+', ' '));
  } catch {
    return key;
  }
}
