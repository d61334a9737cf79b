import * as z from 'zod/mini';
import type { Creator, Identifier, Metadata, VocabularyEntry } from '../types/metadata.ts';

/** Only what core reads is looked at closely: a record of a stranger may hold anything that Zenodo once took. */
const text = z.exactOptional(z.string());

const vocabularyEntry = z.looseObject({ id: z.string() }) satisfies z.ZodMiniType<VocabularyEntry>;

const identifier = z.looseObject({ identifier: z.string(), scheme: text }) satisfies z.ZodMiniType<Identifier>;

const creator = z.looseObject({
  person_or_org: z.looseObject({ type: z.enum(['personal', 'organizational']), name: text, family_name: text, given_name: text }),
  role: z.exactOptional(vocabularyEntry),
}) satisfies z.ZodMiniType<Creator>;

export const metadata = z.looseObject({
  title: text,
  creators: z.exactOptional(z.array(creator)),
  resource_type: z.exactOptional(vocabularyEntry),
  publication_date: text,
  publisher: text,
  description: text,
  version: text,
  identifiers: z.exactOptional(z.array(identifier)),
}) satisfies z.ZodMiniType<Metadata>;
