export interface NotedObject {
  readonly bucket: string;
  /** Where it may be: a key can be read in two ways. */
  readonly keys: readonly string[];
}

/**
 * The objects that a notification tells of as made: S3's own form, which MinIO, RustFS, Ceph and others send too.
 * AWS, MinIO and Ceph percent-encode the key, with `+` for a space; Versity's gateway sends it as it is. Since a
 * notification only says where to look, both are looked for.
 */
export function objectsIn(message: Readonly<Record<string, unknown>>): readonly NotedObject[] {
  const records = Array.isArray(message['Records']) ? message['Records'] : [];
  return records.flatMap((record: unknown) => {
    const { eventName, s3 } = (record ?? {}) as { eventName?: unknown; s3?: { bucket?: { name?: unknown }; object?: { key?: unknown } } };
    const [bucket, key] = [s3?.bucket?.name, s3?.object?.key];
    if (typeof bucket !== 'string' || typeof key !== 'string' || !/ObjectCreated/.test(String(eventName))) return [];
    return [{ bucket, keys: [...new Set([decodedKey(key), key])] }];
  });
}

function decodedKey(key: string): string {
  try {
    return decodeURIComponent(key.replaceAll('+', ' '));
  } catch {
    return key;
  }
}
