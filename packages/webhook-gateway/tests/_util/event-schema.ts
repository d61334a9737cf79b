import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';

const read = (path: string): object => JSON.parse(readFileSync(new URL(path, import.meta.url), 'utf8')) as object;
const ajv = new Ajv2020({ strict: false, allErrors: true });
addFormats.default(ajv);
const own = read('../../events.schema.json') as { readonly oneOf: readonly { readonly $ref: string }[] };
const isOfGateway = ajv.compile(own);
const isOfCore = ajv.compile(read('../../../core/events.schema.json'));

/** The types that the gateway's schema has. */
export const schemaTypes: readonly string[] = own.oneOf.map(({ $ref }) => $ref.replace('#/$defs/', ''));

/** What is wrong with an event by the published schemas; nothing when it fits. What the watcher saw at Zenodo is in core's. */
export function schemaFaults(event: { readonly type: string; readonly dataschema?: string }): readonly string[] {
  const isOfWatcher = event.dataschema?.includes('/core/') ?? !schemaTypes.includes(event.type);
  const check = isOfWatcher ? isOfCore : isOfGateway;
  if (check(event as unknown)) return [];
  const about = (check.errors ?? []).filter(
    ({ schemaPath }) => schemaPath.startsWith(`#/$defs/${event.type}`) || schemaPath.includes('/Event/'),
  );
  return (about.length > 0 ? about : (check.errors ?? [])).map(({ instancePath, message }) => `${event.type}${instancePath} ${message}`);
}
