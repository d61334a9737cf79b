import type { Doc } from '../json.ts';
import names from './data/legacy-licenses.json' with { type: 'json' };
import { vocabularies } from './vocabulary.ts';

const READ = new Map(Object.entries(names.read));
const SHOWN = new Map(Object.entries(names.shown));

/** Licences that the old dialect knows and today's vocabulary does not; they are kept by their title. */
const BY_TITLE = new Map([
  ['fal', 'Free Art License'],
  ['gfdl', 'GNU Free Documentation License'],
]);

/** The native right that a licence of the old dialect means; undefined for one that nobody knows. */
export function rightOf(name: string): Doc | undefined {
  const normal = name.toLowerCase().trim();
  const title = BY_TITLE.get(normal);
  if (title !== undefined) return BY_TITLE.has(name) ? { title: { en: title } } : undefined;
  const id = READ.get(normal) ?? normal;
  return vocabularies.licenses.find(id) ? { id } : undefined;
}

/** How the old dialect spells a licence id: `cc0-1.0` is `cc-zero` there. */
export function legacyLicense(id: string): string {
  return SHOWN.get(id) ?? id;
}
