import { z } from 'zod';
import type { FileEntry, FileList } from '../types/file.ts';

export const fileEntry = z.looseObject({
  key: z.string(),
  status: z.string().exactOptional(),
  size: z.number().exactOptional(),
  checksum: z.string().nullable().exactOptional(),
}) satisfies z.ZodType<FileEntry>;

export const fileList = z.looseObject({ enabled: z.boolean(), entries: z.array(fileEntry) }) satisfies z.ZodType<FileList>;
