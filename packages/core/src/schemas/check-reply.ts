import type { z } from 'zod';
import type { CheckReply, ReplyShape } from '../types/reply-shape.ts';
import { dataciteDoi } from './datacite-doi.ts';
import { fileEntry, fileList } from './file.ts';
import { pageOf } from './page.ts';
import { draft, zenodoRecord } from './record.ts';

const schemas: Readonly<Partial<Record<ReplyShape, z.ZodType>>> = {
  draft,
  record: zenodoRecord,
  file: fileEntry,
  files: fileList,
  records: pageOf(zenodoRecord),
  ownRecords: pageOf(zenodoRecord),
  dataciteDoi,
};

/** Looks at a body with its schema; what a schema does not know stays as it is. */
export const checkReply: CheckReply = (shape, body) => {
  const checked = schemas[shape]?.safeParse(body);
  if (!checked || checked.success) return [];
  return checked.error.issues.map(({ path, message }) => `"${path.join('.')}": ${message}`);
};
