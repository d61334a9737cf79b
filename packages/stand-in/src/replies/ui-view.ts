import { strippedHtml } from '../exports/texts.ts';
import { type Doc, docAt, docsAt, isDoc, type Json, textAt } from '../json.ts';
import type { Content, Entry } from '../state/entry.ts';
import { formatDate, formatEdtf } from './dates.ts';
import { publishingInformation } from './publishing-information.ts';

/** `ui`: what Zenodo's own pages show, in English. */
export function uiView(content: Content, entry: Entry, metadata: Doc, status: string, isDraft: boolean, guestUrl?: string): Doc {
  const date = textAt(metadata, 'publication_date');
  const description = textAt(metadata, 'description');
  return {
    ...(date ? { publication_date_l10n_medium: formatEdtf(date, 'short'), publication_date_l10n_long: formatEdtf(date, 'long') } : {}),
    created_date_l10n_long: formatDate(content.created.slice(0, 10), 'long'),
    updated_date_l10n_long: formatDate(content.updated.slice(0, 10), 'long'),
    ...localised(metadata, ['resource_type', 'additional_titles']),
    custom_fields: localise(content.customFields),
    ...publishingInformation(content),
    access_status: accessView(content, status, guestUrl),
    ...people(metadata, 'creators'),
    ...people(metadata, 'contributors'),
    ...localised(metadata, ['languages']),
    ...(description ? { description_stripped: strippedHtml(description) } : {}),
    version: textAt(metadata, 'version') || `v${entry.index}`,
    ...localised(trimmedDates(metadata), ['related_identifiers', 'additional_descriptions', 'dates', 'rights', 'funding', 'locations']),
    is_draft: isDraft,
  };
}

/** What is said of a date keeps the spaces around it, but not on a page. */
function trimmedDates(metadata: Doc): Doc {
  if (!Array.isArray(metadata['dates'])) return metadata;
  const dates = docsAt(metadata, 'dates').map((date) => {
    const description = textAt(date, 'description');
    return description === undefined ? date : { ...date, description: description.trim() };
  });
  return { ...metadata, dates };
}

function localised(metadata: Doc, keys: readonly string[]): Doc {
  return Object.fromEntries(keys.filter((key) => metadata[key] !== undefined).map((key) => [key, localise(metadata[key]!)]));
}

/** Replaces the many titles of a term by the English one. */
function localise(value: Json): Json {
  if (Array.isArray(value)) return value.map(localise);
  if (!isDoc(value)) return value;
  const shown: Doc = {};
  for (const [key, inner] of Object.entries(value)) {
    if ((key === 'title' || key === 'description') && isDoc(inner)) shown[`${key}_l10n`] = inner['en'] ?? Object.values(inner)[0] ?? '';
    else shown[key] = localise(inner);
  }
  return shown;
}

function accessView(content: Content, status: string, guestUrl: string | undefined): Doc {
  const until = textAt(docAt(content.access, 'embargo'), 'until') ?? '';
  const day = until ? formatDate(until, 'long') : null;
  const shown: Record<string, readonly [title: string, description: string, icon: string, style: string]> = {
    open: ['Open', 'The record and files are publicly accessible.', 'unlock', ''],
    'metadata-only': ['Metadata-only', 'No files are available for this record.', 'tag', ''],
    embargoed: ['Embargoed', `The files will be made publicly available on ${day ?? 'None'}.`, 'outline clock', 'warning'],
    restricted: ['Restricted', `The record is publicly accessible, but files are restricted${restriction(guestUrl)}`, 'ban', 'negative'],
  };
  const [title, description, icon, style] = shown[status]!;
  return {
    id: status,
    title_l10n: title,
    description_l10n: description,
    icon,
    embargo_date_l10n: status === 'embargoed' ? day : null,
    message_class: style,
  };
}

/** How the sentence about restricted files ends: a guest may log in and come back. */
function restriction(guestUrl: string | undefined): string {
  if (guestUrl === undefined) return ' to users with access.';
  const { origin } = new URL(guestUrl);
  const next = encodeURIComponent(guestUrl).replace(/%(24|2C|2F|3A|3B|3F|40)/g, (code) => decodeURIComponent(code));
  return `. <a href="${origin}/account/settings/login?next=${next}">Log in</a> to check if you have access.`;
}

function people(metadata: Doc, key: 'creators' | 'contributors'): Doc {
  if (!Array.isArray(metadata[key])) return {};
  const affiliations: Json[] = [];
  const numberOf = new Map<string, number>();
  const persons = docsAt(metadata, key).map((person) => {
    const numbered = docsAt(person, 'affiliations').map((affiliation) => {
      const name = textAt(affiliation, 'name') ?? '';
      const id = textAt(affiliation, 'id') ?? null;
      const known = numberOf.get(`${id} ${name}`);
      if (known !== undefined) return [known, name];
      numberOf.set(`${id} ${name}`, affiliations.length + 1);
      affiliations.push([affiliations.length + 1, name, id]);
      return [affiliations.length, name];
    });
    const role = docAt(person, 'role');
    return {
      ...person,
      ...(person['role'] ? { role: { ...role, title: docAt(role, 'title')['en'] ?? '' } } : {}),
      ...(numbered.length > 0 ? { affiliations: numbered } : {}),
    };
  });
  return { [key]: { [key]: persons as Json, affiliations } };
}
