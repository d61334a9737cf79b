import { z } from 'zod';
import type { Creator, Identifier, Metadata, VocabularyEntry } from '../types/metadata.ts';

/** Only what core reads is looked at closely: a record of a stranger may hold anything that Zenodo once took. */
const text = z.string().exactOptional();

const vocabularyEntry = z.looseObject({ id: z.string() }) satisfies z.ZodType<VocabularyEntry>;

const identifier = z.looseObject({ identifier: z.string(), scheme: text }) satisfies z.ZodType<Identifier>;

const creator = z.looseObject({
  person_or_org: z.looseObject({ type: z.enum(['personal', 'organizational']), name: text, family_name: text, given_name: text }),
  role: vocabularyEntry.exactOptional(),
}) satisfies z.ZodType<Creator>;

export const metadata = z.looseObject({
  title: text,
  creators: z.array(creator).exactOptional(),
  resource_type: vocabularyEntry.exactOptional(),
  publication_date: text,
  publisher: text,
  description: text,
  version: text,
  identifiers: z.array(identifier).exactOptional(),
}) satisfies z.ZodType<Metadata>;
