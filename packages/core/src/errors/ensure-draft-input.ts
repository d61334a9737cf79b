import { ensureDay, ensureObject, ensureOneOf, ensureText, refuse, shown } from './ensure.ts';
import { ensureMetadata } from './ensure-metadata.ts';

/** What a draft is made of or changed by, of whatever kind it came. */
type Given = { readonly [Block in 'metadata' | 'access' | 'custom_fields' | 'files' | 'pids']?: unknown };

/** Fields that are written a level too high; Zenodo drops them in silence there. */
const ofMetadata = ['title', 'creators', 'description', 'resource_type', 'publication_date'];

const examples = {
  access: `{ files: 'restricted' }`,
  custom_fields: `{ 'code:codeRepository': 'https://…' }`,
  files: '{ enabled: true }',
  pids: `{ doi: { identifier: '10.1234/abc', provider: 'external' } }`,
};

/**
 * Looks at a draft or a change of one before it is sent.
 *
 * @throws {ConfigurationError} with the field's path, what is wrong, and how a right one looks
 */
export function ensureDraftInput(input: Given): void {
  ensureObject('draft', input, "{ metadata: { title: 'Coral' } }");
  for (const field of ofMetadata) if (field in input) refuse(field, 'belongs into the metadata', `{ metadata: { ${field}: … } }`);
  ensureMetadata(input.metadata);
  for (const block of ['access', 'custom_fields', 'files', 'pids'] as const) blockAt(block, input[block], examples[block]);
  ensureAccess(blockAt('access', input.access, examples.access));
  const { enabled, order } = blockAt('files', input.files, examples.files);
  if (enabled !== undefined && typeof enabled !== 'boolean') refuse('files.enabled', shown(enabled), 'true or false');
  if (order !== undefined && !Array.isArray(order)) refuse('files.order', shown(order), `a list of file keys, such as ['b.csv', 'a.csv']`);
  for (const [scheme, pid] of Object.entries(blockAt('pids', input.pids, examples.pids))) {
    const { identifier } = blockAt(`pids.${scheme}`, pid, `{ identifier: '10.1234/abc', provider: 'external' }`);
    if (pid !== undefined && identifier !== '') ensureText(`pids.${scheme}.identifier`, identifier, 'a DOI such as "10.1234/abc"');
  }
}

function ensureAccess({ record, files, embargo }: Readonly<Record<string, unknown>>): void {
  if (record !== undefined) ensureOneOf('access.record', record, ['public', 'restricted']);
  if (files !== undefined) ensureOneOf('access.files', files, ['public', 'restricted']);
  const { active, until } = blockAt('access.embargo', embargo, `{ active: true, until: '2027-01-31' }`);
  if (active !== undefined && typeof active !== 'boolean') refuse('access.embargo.active', shown(active), 'true or false');
  if (until !== undefined && until !== null) ensureDay('access.embargo.until', until);
}

function blockAt(field: string, value: unknown, example: string): Readonly<Record<string, unknown>> {
  if (value === undefined) return {};
  if (typeof value !== 'object' || value === null || Array.isArray(value)) refuse(field, shown(value), `an object such as ${example}`);
  return value as Readonly<Record<string, unknown>>;
}
