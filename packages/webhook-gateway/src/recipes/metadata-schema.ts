import { z } from 'zod';
import { isOrcid } from './orcid.ts';

/** The native metadata fields of InvenioRDM. Zenodo drops others without a word, so a recipe may not have any. */
export const metadataFields = [
  'additional_descriptions',
  'additional_titles',
  'contributors',
  'copyright',
  'creators',
  'dates',
  'description',
  'formats',
  'funding',
  'identifiers',
  'languages',
  'locations',
  'publication_date',
  'publisher',
  'references',
  'related_identifiers',
  'resource_type',
  'rights',
  'sizes',
  'subjects',
  'title',
  'version',
] as const; // prettier-ignore

/** What no record is without, and no recipe can leave to the gateway. */
export const requiredFields = ['title', 'creators', 'resource_type'] as const;

const text = z.string({ error: 'needs a text' }).trim().min(1, 'needs a text, and it is empty');
const titleText = text.min(3, 'needs at least 3 characters');
/** Zenodo refuses one of two characters, and an empty one too; what a template left empty is none. */
const optionalText = z.preprocess((value) => (typeof value === 'string' && value.trim() === '' ? undefined : value), titleText.optional());
const byId = z.looseObject({ id: text }, { error: 'needs an `id`, such as { id: dataset }' });

const identifier = z.looseObject({ identifier: text, scheme: text.optional() }).superRefine(({ identifier: value, scheme }, context) => {
  if (scheme === 'orcid' && !isOrcid(value))
    context.addIssue({
      code: 'custom',
      path: ['identifier'],
      message: `"${value}" is no ORCID: its sixteen digits or its check digit are wrong`,
    });
});

const personOrOrganisation = z
  .looseObject(
    {
      type: z.enum(['personal', 'organizational'], { error: 'needs to be "personal" or "organizational"' }),
      family_name: text.optional(),
      given_name: z.string().optional(),
      name: text.optional(),
      identifiers: z.array(identifier).optional(),
    },
    { error: 'needs to be an object with a `type`' },
  )
  .superRefine((one, context) => {
    if (one.type === 'personal' && !one.family_name)
      context.addIssue({ code: 'custom', path: ['family_name'], message: 'needs a text for a person' });
    if (one.type === 'organizational' && !one.name)
      context.addIssue({ code: 'custom', path: ['name'], message: 'needs a text for an organisation' });
  });

const agent = z.looseObject({ person_or_org: personOrOrganisation, role: byId.optional() });

/** What Zenodo asks of every record, as far as it can be known without asking Zenodo; it has the last word. */
export const metadataSchema = z.looseObject(
  {
    title: titleText,
    creators: z.array(agent, { error: 'needs a list of creators' }).min(1, 'needs at least one creator'),
    resource_type: byId,
    publication_date: z
      .string({ error: 'needs a date' })
      .refine(isEdtf, 'needs a date such as 2026-11-25, 2026-11 or 2026, or two of them with a / between'),
    publisher: text.optional(),
    description: optionalText,
    version: text.optional(),
    contributors: z.array(agent.extend({ role: byId })).optional(),
    rights: z.array(z.looseObject({ id: text.optional(), title: z.unknown().optional() })).optional(),
    subjects: z.array(z.looseObject({ id: text.optional(), subject: text.optional() })).optional(),
    languages: z.array(byId).optional(),
    identifiers: z.array(identifier).optional(),
    related_identifiers: z.array(z.looseObject({ identifier: text, scheme: text.optional(), relation_type: byId })).optional(),
    references: z.array(z.looseObject({ reference: text })).optional(),
    sizes: z.array(text).optional(),
    formats: z.array(text).optional(),
  },
  { error: 'needs to be an object' },
);

export type CheckedMetadata = z.infer<typeof metadataSchema>;

/** EDTF level 0: a day that exists, a month, a year, or an interval of two. */
function isEdtf(value: string): boolean {
  const parts = value.split('/');
  return parts.length <= 2 && parts.every(isDate) && (parts.length === 1 || parts[0]! <= parts[1]!);
}

function isDate(value: string): boolean {
  const match = /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$/.exec(value);
  if (!match) return false;
  const [year, month, day] = [Number(match[1]), Number(match[2] ?? 1), Number(match[3] ?? 1)];
  const at = new Date(0);
  at.setUTCFullYear(year, month - 1, day);
  return at.getUTCMonth() === month - 1 && at.getUTCDate() === day;
}
