import * as z from 'zod/mini';
import type { FileEntry, FileList } from '../types/file.ts';

export const fileEntry = z.looseObject({
  key: z.string(),
  status: z.exactOptional(z.string()),
  size: z.exactOptional(z.number()),
  checksum: z.exactOptional(z.nullable(z.string())),
}) satisfies z.ZodMiniType<FileEntry>;

export const fileList = z.looseObject({ enabled: z.boolean(), entries: z.array(fileEntry) }) satisfies z.ZodMiniType<FileList>;
